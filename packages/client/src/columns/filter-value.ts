import { inputError } from './input-error.ts';

/** A single value of a filter, as JSON has it. */
export type FilterScalar = string | number | boolean | Money;

/** An amount of money. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;
/** A day, or a day and a time without an offset. */
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?$/;
const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['y', true],
  ['false', false],
  ['0', false],
  ['n', false],
]);

/**
 * Reads a value as the type that an operator takes.
 * @param type `SafeInt`, `Float`, `Boolean`, `DateTime`, `Date`, `MoneyInput` or `String`
 * @param place where it was typed, for messages
 * @param offset the portal's offset from UTC, such as `+03:00`, for moments that have none
 * @throws InputError that says what the type allows
 */
export function parseFilterValue(type: string, value: unknown, place: string, offset?: string): FilterScalar {
  switch (type) {
    case 'SafeInt':
      return parseInteger(value, place);
    case 'Float':
      return parseNumber(value, place);
    case 'Date':
      return parseDay(value, place);
    case 'MoneyInput':
      return parseMoney(value, place);
    case 'Boolean':
      return parseBoolean(value, place);
    case 'DateTime':
      return parseMoment(value, place, offset);
    default:
      if (typeof value === 'string' || typeof value === 'number') return String(value);
      throw inputError(place, `takes a text (got ${JSON.stringify(value)}).`);
  }
}

function parseInteger(value: unknown, place: string): number {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw inputError(place, `takes a whole number (got ${JSON.stringify(value)}).`);
}

function parseNumber(value: unknown, place: string): number {
  const number = typeof value === 'string' && /^-?\d{1,16}(?:\.\d{1,16})?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw inputError(place, `takes a number such as 3 or 2.5 (got ${JSON.stringify(value)}).`);
}

function parseDay(value: unknown, place: string): string {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : '';
  if (day !== '' && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return day;
  throw inputError(place, `takes a day such as 2024-07-22 (got ${JSON.stringify(value)}).`);
}

/** Money is the upstream's text, or an object as the schema has it. */
function parseMoney(value: unknown, place: string): Money {
  const [, amount, currency] =
    /^(-?\d{1,15}(?:\.\d{1,15})?)\|([A-Z]{3})$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (amount !== undefined && currency !== undefined) return { amount: Number(amount), currency };
  const { amount: number, currency: code } = (value ?? {}) as Partial<Money>;
  if (typeof number === 'number' && typeof code === 'string') return { amount: number, currency: code };
  throw inputError(place, `takes an amount and its currency, such as 1500|RUB (got ${JSON.stringify(value)}).`);
}

function parseBoolean(value: unknown, place: string): boolean {
  const known = booleans.get(String(value).toLowerCase());
  if (known !== undefined) return known;
  throw inputError(place, `takes true or false (got ${JSON.stringify(value)}).`);
}

function parseMoment(value: unknown, place: string, offset: string | undefined): string {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  // A query string has a space for the plus sign of an offset.
  const text = trimmed.replace(/(T\d{2}:\d{2}:\d{2}) (\d{2}:\d{2})$/, '$1+$2');
  if (RFC_3339.test(text) && !Number.isNaN(Date.parse(text))) return text;
  const [, day, time = '00:00:00'] = LOCAL.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) {
    throw inputError(place, `takes a moment such as 2024-07-22T18:00:08+03:00 (got ${JSON.stringify(value)}).`);
  }
  const local = `${day}T${time.length === 5 ? `${time}:00` : time}`;
  if (offset !== undefined) return `${local}${offset}`;
  throw inputError(place, `${JSON.stringify(value)} has no offset from UTC; add the portal's, such as ${local}+03:00.`);
}
