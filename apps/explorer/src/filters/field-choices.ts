import { type FilterField, filterFields } from '@contacts/client';
import { columnTitle } from '../columns/titles.ts';
import type { CustomFields } from '../columns/use-custom-fields.ts';
import { type Condition, fieldOf } from './condition.ts';

/** Fields under one heading of the form. */
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly { readonly field: FilterField; readonly title: string }[];
}

/** Returns the fields that a condition can be on, and its own, also where the portal's list is not read or lacks it. */
export function fieldChoices(
  current: Condition,
  { filterFields: custom, titles }: CustomFields,
): readonly FieldGroup[] {
  const own = custom.some(({ name }) => name === current.field) ? undefined : fieldOf(current);
  const entries = (fields: readonly FilterField[]): FieldGroup['fields'] =>
    fields
      .map((field) => ({ field, title: columnTitle(field.name, titles) }))
      .toSorted((one, other) => one.title.localeCompare(other.title));
  const groups = [
    { title: 'Contact', fields: entries(filterFields) },
    { title: 'Custom fields', fields: entries(own?.custom === undefined ? custom : [own, ...custom]) },
  ];
  return groups.filter(({ fields }) => fields.length > 0);
}

/** Returns the field of a condition, with the operators that the form offers. */
export function chosenField(condition: Condition, { filterFields: custom }: CustomFields): FilterField | undefined {
  return custom.find(({ name }) => name === condition.field) ?? fieldOf(condition);
}

/** Returns the titles of a field's options; none for fields that are no enumerations. */
export function optionsOf({ field }: Condition, { fields }: CustomFields): readonly string[] {
  return fields.find(({ name }) => name === field)?.options ?? [];
}
