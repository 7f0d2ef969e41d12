import { contactFields } from './contact-fields.ts';
import { toRow, type UpstreamRow } from './decode.ts';
import type { Entity } from './entity.ts';

/**
 * One contact as the upstream sent it. Fields are decoded when they are read (`readField`), so that a
 * field which does not fit is an error at its own place, and a field that is not read costs nothing.
 */
export type ContactRow = UpstreamRow;

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
 * Decodes one element of an upstream answer as a contact.
 * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`.
 */
export function toContactRow(element: unknown): ContactRow {
  return toRow(element, 'contact');
}
