import { type ContactField, contactFields, type KindOf } from './contact-fields.ts';
import { decoded, decoders, fmOf, toRow, type UpstreamRow, type ValueOfKind } from './decode.ts';

/**
 * One contact as the upstream sent it. Fields are decoded when they are read ({@link readContactField}), so that a
 * field which does not fit is an error at its own place, and a field nobody reads costs nothing.
 */
export type ContactRow = UpstreamRow;

/** The decoded type of a field; `null` is an empty value. */
export type ContactFieldValue<F extends ContactField> = ValueOfKind[KindOf<F>];

/**
 * The value of one field, in whichever of the documented forms the upstream sent it (contract §1, §2).
 * @throws UpstreamError `bad_response` if it has none of them; the message names the field, never the value.
 */
export function readContactField<F extends ContactField>(row: ContactRow, field: F): ContactFieldValue<F> {
  const decode: (value: unknown) => unknown = decoders[contactFields[field].kind];
  const value = row.raw[field];
  // A full object can carry its phones and e-mails in `fm` alone (contract §2, `GET /v1/contacts/:id`).
  const found = field === 'phone' || field === 'email' ? (value ?? fmOf(row.raw, field)) : value;
  return decoded('contact', field, found, decode) as ContactFieldValue<F>;
}

/**
 * Takes one element of an upstream answer as a contact.
 * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`.
 */
export function toContactRow(element: unknown): ContactRow {
  return toRow(element, 'contact');
}
