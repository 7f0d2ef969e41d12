import { contactSchema } from '../generated/contact-schema.ts';
import type { ContactOrder, ContactOrderField } from '../generated/graphql.ts';
import { isCustomColumn } from './contact-columns.ts';
import { upstreamNameIn } from './contact-schema.ts';
import { unknownName } from './input-error.ts';

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
 * Reads an order such as `-createdTime,lastName,ufCrm_1`; a minus in front is descending. Names of custom fields are checked by the
 * gateway.
 * @param place where it was typed, for messages
 * @throws InputError that names the fields that contacts can be sorted by
 */
export function parseOrder(text: string, place: string): readonly ContactOrder[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const descending = part.startsWith('-');
      const name = descending ? part.slice(1) : part;
      const direction = descending ? { direction: 'DESC' as const } : {};
      if (isCustomColumn(name)) return { custom: name, ...direction };
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
