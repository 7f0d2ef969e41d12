import { asObject, decoded, decoders, fmOf, isBlank, misfit, type UpstreamRow } from './decode.ts';
import { ScannedRow } from './scanned-row.ts';

/** The multifields of a contact that this gateway reads whole. */
export type MultifieldName = 'phone' | 'email' | 'web' | 'im';

/** One of the phones, e-mails, web addresses or messengers of a record. */
export interface MultifieldValue {
  readonly value: string;
  /** The upstream's `valueType`, such as `WORK` or `MOBILE`; `null` where it sent none. */
  readonly type: string | null;
}

/**
 * The source of all values of the multifields of contacts. `rows`: from lists that select everything, which have them
 * in `fm` (contract §11.9). `get`: from a `get` of each contact, since those lists were seen to lack them. `unknown`:
 * from lists, and of contacts whose row lacks them from a `get`; the first answer tells which it is.
 */
export type MultifieldSource = 'rows' | 'get' | 'unknown';

/**
 * Returns all values of a multifield, or `undefined` if the row does not have all of them: a list sends the first value
 * alone, unless everything was selected (contract §1, §2, §11.9).
 * @throws UpstreamError `bad_response` if one of them has no documented form
 */
export function multifieldIn({ raw }: UpstreamRow, field: MultifieldName): readonly MultifieldValue[] | undefined {
  return (fmOf(raw, field) ?? typedValues(raw[field]))?.flatMap((entry) => {
    const value = decoded('record', field, [entry], decoders.multifield);
    return value === null ? [] : [{ value, type: typeOf(entry) ?? null }];
  });
}

/**
 * Returns all values of a multifield of a full object, which has them in `fm` (contract §2, `GET /v1/contacts/:id`).
 * Without any it may lack `fm`; then its flat member, an alias of the first value, is blank.
 * @throws UpstreamError `bad_response` if the object does not have all values
 */
export function multifieldOf(row: UpstreamRow, field: MultifieldName): readonly MultifieldValue[] {
  const values = multifieldIn(row, field);
  if (values) return values;
  if (Object.hasOwn(row.raw, field) && isBlank(row.raw[field])) return [];
  // Web addresses and messengers have no flat member: without `fm`, there are none only if the object has no other values.
  if (isLeftOut(row.raw, field) && flatNames.every((name) => Object.hasOwn(row.raw, name) && isBlank(row.raw[name]))) {
    return [];
  }
  throw misfit('record', 'fm', row.raw['fm']);
}

/**
 * Returns the multifields that an element of a list has all values of: all kinds in `fm`; phones and e-mails alone, where
 * they are typed lists, which tell nothing of the other kinds; or none.
 */
export function multifieldsAmong(element: unknown): 'all' | 'phones and e-mails' | 'none' {
  const raw = asObject(element instanceof ScannedRow ? element.raw : element) ?? {};
  if (!isBlank(raw['fm'])) return 'all';
  return flatNames.every((name) => typedValues(raw[name]) !== undefined) ? 'phones and e-mails' : 'none';
}

/** The multifields that each full object has a flat member of; of others it leaves out those without a value. */
const flatNames = ['phone', 'email'] as const;

function isLeftOut(raw: UpstreamRow['raw'], field: MultifieldName): boolean {
  return field !== 'phone' && field !== 'email' && !Object.hasOwn(raw, field);
}

/** A list in which each value has its type is native and whole; bare values are those that a list cuts to the first. */
function typedValues(value: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries: readonly unknown[] = value;
  return entries.every((entry) => typeOf(entry) !== undefined) ? entries : undefined;
}

function typeOf(entry: unknown): string | undefined {
  const { valueType, VALUE_TYPE: native } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  const type = valueType ?? native;
  return typeof type === 'string' ? type : undefined;
}
