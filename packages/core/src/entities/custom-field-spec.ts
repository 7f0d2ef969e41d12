import type { FieldKind, FieldSpec } from './entity.ts';
import type { FieldDescription } from './field-description.ts';

/** The kinds of value that a condition on a custom field can have, by their names in the API. */
export type CustomKind = 'string' | 'number' | 'boolean' | 'dateTime' | 'date' | 'code' | 'money';

interface CustomType {
  readonly kind: FieldKind;
  readonly conditions: CustomKind;
}

const number: CustomType = { kind: 'number', conditions: 'number' };
const record: CustomType = { kind: 'link', conditions: 'number' };

/** The types of custom fields whose values are not texts (contract §2, "UF"). */
const types: Readonly<Record<string, CustomType>> = {
  integer: number,
  double: number,
  number,
  employee: record,
  iblock_element: record,
  iblock_section: record,
  boolean: { kind: 'flag', conditions: 'boolean' },
  datetime: { kind: 'datetime', conditions: 'dateTime' },
  date: { kind: 'date', conditions: 'date' },
  // Columns of the ids of their values.
  enumeration: { kind: 'link', conditions: 'code' },
  crm_status: { kind: 'code', conditions: 'code' },
  // Stored as the text "1500|RUB" (contract §2, aggregate): equal or not, but neither greater nor less.
  money: { kind: 'code', conditions: 'money' },
};

const text: CustomType = { kind: 'text', conditions: 'string' };

/** Returns the kind of the values that conditions on a custom field have; nothing for a field that cannot be filtered by. */
export function conditionKind({ type }: FieldDescription): CustomKind | undefined {
  return type === 'file' ? undefined : (types[type] ?? text).conditions;
}

/** Returns the description of a custom field that filters, orders and pages derive from. */
export function customFieldSpec({ type, isMultiple }: FieldDescription): FieldSpec {
  const { kind } = types[type] ?? text;
  return { kind: isMultiple || type === 'file' ? 'list' : kind, custom: true, text: 'A custom field of the portal.' };
}

/** Returns true if the upstream sorts by a custom field in the order of its values: money is stored as a text. */
export function isSortedByValue({ type, isMultiple }: FieldDescription): boolean {
  return !isMultiple && type !== 'file' && type !== 'money';
}
