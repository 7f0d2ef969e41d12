import { contactSchema } from '../generated/contact-schema.ts';
import type { ContactOrder, ContactOrderField } from '../generated/graphql.ts';
import { upstreamNameIn } from './contact-schema.ts';
import { isCustomColumn } from './contact-columns.ts';
import { inputError, unknownName } from './input-error.ts';
import { customFieldNamed, type PortalField } from './portal-field.ts';

/** A field that contacts can be sorted by. */
export interface OrderField {
  /** The name of the field in `Contact`, such as `lastName`. */
  readonly name: string;
  /** The value of the schema's enum, such as `LAST_NAME`. */
  readonly value: ContactOrderField;
  readonly upstream: string | undefined;
  readonly description: string;
}

/** The fields that contacts can be sorted by, from the schema. */
export const orderFields: readonly OrderField[] = Object.entries(contactSchema.enums.ContactOrderField).map(
  ([value, description]) => ({
    name: fieldName(value),
    value: value as ContactOrderField,
    upstream: upstreamNameIn(description),
    description,
  }),
);

/** Returns `lastName` for `LAST_NAME`. */
export function fieldName(value: string): string {
  return value.toLowerCase().replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

/**
 * Reads an order such as `-createdTime,ufCrm_1720019876534`; a minus in front is descending.
 * @param place where it was typed, for messages
 * @param portal the portal's fields; without them, names of custom fields are not checked
 * @throws InputError that names the fields that contacts can be sorted by
 */
export function parseOrder(text: string, place: string, portal?: readonly PortalField[]): readonly ContactOrder[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const descending = part.startsWith('-');
      const name = descending ? part.slice(1) : part;
      const direction = descending ? { direction: 'DESC' as const } : {};
      if (isCustomColumn(name)) return { custom: customOrderName(name, place, portal), ...direction };
      const field = orderFields.find((known) => known.name === name || known.value === name);
      if (!field) {
        throw unknownName(
          place,
          'order by',
          name,
          orderFields.map((known) => known.name),
        );
      }
      return { field: field.value, ...direction };
    });
}

/**
 * Returns the portal's name of a custom field to sort by; without the portal's fields, the name as it is.
 * @throws InputError with the portal's custom fields, or if it cannot be sorted by
 */
export function customOrderName(name: string, place: string, portal: readonly PortalField[] | undefined): string {
  if (!portal) return name;
  const { name: own, type, isMultiple } = customFieldNamed(portal, name, place);
  if (isMultiple) throw inputError(place, `${own} has several values; contacts are sorted by fields that have one.`);
  if (type === 'file' || type === 'money')
    throw inputError(place, `${own} is of the type "${type}", by which contacts cannot be sorted.`);
  return own;
}
