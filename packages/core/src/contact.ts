import { type ContactField, contactFields, type FieldKind, type KindOf } from './contact-fields.ts';
import { UpstreamError } from './errors.ts';

/**
 * One contact as the upstream sent it. Fields are decoded when they are read ({@link readContactField}), so that a
 * field which does not fit is an error at its own place, and a field nobody reads costs nothing.
 */
export interface ContactRow {
  /** The upstream's number; checked when the row was received. */
  readonly id: number;
  readonly raw: Readonly<Record<string, unknown>>;
}

interface ValueOfKind {
  id: number;
  link: number | null;
  text: string | null;
  longText: string | null;
  code: string | null;
  datetime: string | null;
  boolean: boolean | null;
  multifield: string | null;
}

/** The decoded type of a field; `null` is an empty value. */
export type ContactFieldValue<F extends ContactField> = ValueOfKind[KindOf<F>];

/**
 * The value of one field, in whichever of the documented forms the upstream sent it (contract §1, §2).
 * @throws UpstreamError `bad_response` if it has none of them; the message names the field, never the value.
 */
export function readContactField<F extends ContactField>(row: ContactRow, field: F): ContactFieldValue<F> {
  const value = row.raw[field];
  const decode: (value: unknown) => unknown = decoders[contactFields[field].kind];
  const decoded = field === 'phone' || field === 'email' ? decode(value ?? fromFm(row, field)) : decode(value);
  if (decoded === undefined) throw misfit(field, value);
  return decoded as ContactFieldValue<F>;
}

/**
 * Takes one element of an upstream answer as a contact.
 * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`.
 */
export function toContactRow(element: unknown): ContactRow {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) throw misfit('row', element);
  const raw = element as Readonly<Record<string, unknown>>;
  const id = toInteger(raw['id']);
  if (id === undefined || id < 1) throw misfit('id', raw['id']);
  return { id, raw };
}

/** Each decoder answers `undefined` for a value that does not fit. */
const decoders: { readonly [K in FieldKind]: (value: unknown) => ValueOfKind[K] | undefined } = {
  id: toInteger,
  // Unset links come as null, "" or 0 (contract §1, "Unset relations").
  link: (value) => (isBlank(value) || value === 0 || value === '0' ? null : toInteger(value)),
  text: toText,
  longText: toText,
  code: toText,
  datetime: (value) => {
    if (isBlank(value)) return null;
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
  },
  boolean: toBoolean,
  multifield: toFirstValue,
};

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function toText(value: unknown): string | null | undefined {
  if (isBlank(value)) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** The upstream converts the booleans that it knows and leaves others in the native "Y"/"N" (contract §2). */
function toBoolean(value: unknown): boolean | null | undefined {
  switch (value) {
    case true:
    case 'Y':
    case 1:
    case '1':
      return true;
    case false:
    case 'N':
    case 0:
    case '0':
      return false;
    default:
      return isBlank(value) ? null : undefined;
  }
}

/** Phones and e-mails: a flat string, or a list of `{ VALUE }` or `{ value }` (contract §1). */
function toFirstValue(value: unknown): string | null | undefined {
  if (!Array.isArray(value)) return toText(value);
  const [first] = value as readonly unknown[];
  if (first === undefined) return null;
  if (typeof first !== 'object' || first === null) return toText(first);
  const entry = first as Readonly<Record<string, unknown>>;
  return toText(entry['value'] ?? entry['VALUE']);
}

/** A full object can carry its phones and e-mails in `fm` alone (contract §2, `GET /v1/contacts/:id`). */
function fromFm(row: ContactRow, field: 'phone' | 'email'): unknown {
  const fm = row.raw['fm'];
  if (!Array.isArray(fm)) return null;
  return fm.filter((entry: unknown) => (entry as { typeId?: unknown } | null)?.typeId === field.toUpperCase());
}

function misfit(field: string, value: unknown): UpstreamError {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return new UpstreamError(
    'bad_response',
    `The upstream sent a contact whose "${field}" is not in a known form (${type}).`,
  );
}
