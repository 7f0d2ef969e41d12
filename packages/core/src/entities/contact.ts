import { type ContactField, contactFields } from './contact-fields.ts';
import { toRow, type UpstreamRow } from './decode.ts';
import { type Entity, type FieldValue, readField } from './entity.ts';

/**
 * One contact as the upstream sent it. Fields are decoded when they are read ({@link readContactField}), so that a
 * field which does not fit is an error at its own place, and a field that is not read costs nothing.
 */
export type ContactRow = UpstreamRow;

/** The decoded type of a field; `null` is an empty value. */
export type ContactFieldValue<F extends ContactField> = FieldValue<typeof contactFields, F>;

/** Contacts, as the pages and filters know them. */
export const contacts: Entity<typeof contactFields> = {
  name: 'contacts',
  singular: 'contact',
  scope: 'crm',
  hasAggregate: true,
  hasCustomFields: true,
  fields: contactFields,
  toRow: toContactRow,
};

/**
 * Returns the value of one field, decoded from any of the documented forms (contract §1, §2).
 * @throws UpstreamError `bad_response` if it has none of them; the message names the field, never the value.
 */
export function readContactField<F extends ContactField>(row: ContactRow, field: F): ContactFieldValue<F> {
  return readField(contacts, row, field);
}

/**
 * Decodes one element of an upstream answer as a contact.
 * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`.
 */
export function toContactRow(element: unknown): ContactRow {
  return toRow(element, 'contact');
}
