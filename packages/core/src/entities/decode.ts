import { UpstreamError } from '../errors.ts';
import { toDay } from './day.ts';
import { ScannedRow } from './scanned-row.ts';

/** One record as the upstream sent it; its fields are decoded when they are read. */
export interface UpstreamRow {
  /** The upstream's number; checked when the row was received. */
  readonly id: number;
  readonly raw: Readonly<Record<string, unknown>>;
}

/**
 * Decodes one element of an upstream answer as a record.
 * @throws UpstreamError `bad_response` if it is not an object with a positive integer `id`.
 */
export function toRow(element: unknown, entity: string): UpstreamRow {
  if (element instanceof ScannedRow) return element;
  const raw = asObject(element);
  if (!raw) throw misfit(entity, 'row', element);
  const id = toInteger(raw['id']);
  if (id === undefined || id < 1) throw misfit(entity, 'id', raw['id']);
  return { id, raw };
}

/** Returns the value of a member of a row as it came, `undefined` without one. */
export function memberOfRow(row: UpstreamRow, name: string): unknown {
  return row instanceof ScannedRow ? row.member(name) : row.raw[name];
}

/** Decoded types by the kind of a field; `null` is an empty value. */
export interface ValueOfKind {
  id: number;
  link: number | null;
  text: string | null;
  longText: string | null;
  code: string | null;
  number: number | null;
  datetime: string | null;
  date: string | null;
  boolean: boolean | null;
  flag: number | null;
  multifield: string | null;
  list: string | null;
}

export type ValueKind = keyof ValueOfKind;

const DECIMAL = /^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/;
const DATE_FIRST = /^\d{4}-\d{2}-\d{2}(?:[T ]|$)/;
/** The usual form of a time (contract §1). `Date.parse` takes all of them too, but costs several times as much. */
const USUAL_MOMENT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Decoders by kind; each returns `undefined` for a value that has none of its documented forms. */
export const decoders: { readonly [K in keyof ValueOfKind]: (value: unknown) => ValueOfKind[K] | undefined } = {
  id: toInteger,
  // Unset links come as null, "" or 0 (contract §1, "Unset relations").
  link: (value) => (isBlank(value) || value === 0 || value === '0' ? null : toInteger(value)),
  text: toText,
  longText: toText,
  code: toText,
  number: (value) => {
    if (isBlank(value)) return null;
    // `Number` alone takes a blank for 0, and hexadecimal digits.
    const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  },
  datetime: toMoment,
  date: (value) => {
    const moment = toMoment(value);
    return typeof moment === 'string' ? toDay(moment) : moment;
  },
  boolean: toBoolean,
  flag: (value) => {
    const isSet = toBoolean(value);
    return typeof isSet === 'boolean' ? Number(isSet) : isSet;
  },
  multifield: toFirstValue,
  // Natively an empty list is `false` (contract §2, "UF").
  list: (value) => (value === false ? null : toFirstValue(value)),
};

/**
 * The values of one kind among all multifields of a full object (contract §2, `GET /v1/contacts/:id`); nothing if they
 * did not come.
 */
export function fmOf(raw: UpstreamRow['raw'], field: string): readonly unknown[] | undefined {
  const { fm } = raw;
  if (isBlank(fm)) return undefined;
  const isList = Array.isArray(fm) && fm.every((entry) => typeof memberOf(entry, 'typeId') === 'string');
  if (!isList) throw misfit('record', 'fm', fm);
  return fm.filter((entry) => memberOf(entry, 'typeId') === field.toUpperCase());
}

/** Decodes the value of a field. @throws UpstreamError `bad_response` if it has none of the documented forms */
export function decoded<T>(
  entity: string,
  field: string,
  value: unknown,
  decode: (value: unknown) => T | undefined,
): T {
  const result = decode(value);
  if (result === undefined) throw misfit(entity, field, value);
  return result;
}

/** Returns the error of a value that has no known form; it names the field and the form, never the value. */
export function misfit(entity: string, field: string, value: unknown): UpstreamError {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  return new UpstreamError(
    'bad_response',
    `The upstream sent a ${entity} whose "${field}" is not in a known form (${type}).`,
  );
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

export function toText(value: unknown): string | null | undefined {
  if (isBlank(value)) return null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function toMoment(value: unknown): string | null | undefined {
  if (isBlank(value)) return null;
  const isMoment = (text: string) =>
    USUAL_MOMENT.test(text) || (DATE_FIRST.test(text) && !Number.isNaN(Date.parse(text)));
  // `Date.parse` alone takes "call 5" for a day in May.
  return typeof value === 'string' && isMoment(value) ? value : undefined;
}

export function toIntegerOrNull(value: unknown): number | null | undefined {
  return isBlank(value) ? null : toInteger(value);
}

export function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
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

/** Phones and e-mails: a flat string, or a list of `{ VALUE }` or `{ value }` (contract §1); an object with neither is none. */
function toFirstValue(value: unknown): string | null | undefined {
  if (!Array.isArray(value)) return toText(value);
  const [first] = value as readonly unknown[];
  if (first === undefined) return null;
  if (typeof first !== 'object' || first === null) return toText(first);
  const { value: inside = memberOf(first, 'VALUE') } = first as { readonly value?: unknown };
  return inside === undefined ? undefined : toText(inside);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
