import { Kind, print } from 'graphql';
import { builder } from './builder.ts';

const MOMENT =
  /^(\d{4}-(?:0[1-9]|1[0-2])-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const DAY = /^(\d{4}-\d{2}-\d{2})$/;

scalarOfTexts('DateTime', {
  description:
    'A moment as RFC 3339 has it, with its offset: `2024-07-22T18:00:08+03:00`. Results come as the upstream sent them, in the offset of the portal.',
  allowed: 'RFC 3339 with an offset, as in "2024-07-22T18:00:08+03:00"',
  form: MOMENT,
});

scalarOfTexts('Date', {
  description: 'A day as RFC 3339 has it: `2024-07-22`.',
  allowed: 'a day of the calendar as RFC 3339 has it, as in "2024-07-22"',
  form: DAY,
});

builder.scalarType('JSON', {
  description:
    'A value of any form that JSON has: a text, number, boolean, list or object. Of results alone: no argument is one.',
  serialize: (value) => value,
  parseValue: (value) => {
    throw new TypeError(`${JSON.stringify(value)} cannot be an argument: no argument is JSON.`);
  },
});

builder.scalarType('SafeInt', {
  description:
    'An integer from -9007199254740991 to 9007199254740991, written as a JSON number. Numbers of records and counts are not bound to the 32 bits of an Int.',
  serialize: toSafeInt,
  parseValue: toSafeInt,
  parseLiteral: (node) => toSafeInt(node.kind === Kind.INT ? Number(node.value) : print(node)),
});

/** Adds a scalar of texts. @param form has the day as its first group */
function scalarOfTexts(
  name: 'Date' | 'DateTime',
  { description, allowed, form }: { readonly description: string; readonly allowed: string; readonly form: RegExp },
): void {
  builder.scalarType(name, {
    description,
    extensions: { allowed },
    serialize: (value) => value,
    parseValue: (value) => {
      if (typeof value === 'string' && isDay(form.exec(value)?.[1])) return value;
      throw notA(name, value, allowed);
    },
  });
}

/** Returns true for a day of the calendar: `Date` would take 30 February for 1 March. */
function isDay(day: string | undefined): boolean {
  if (day === undefined) return false;
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

function toSafeInt(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw notA('SafeInt', value, `an integer from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`);
}

/** Not a GraphQLError, which would be reported as it is, without the place of the value. */
function notA(name: string, value: unknown, allowed: string): TypeError {
  return new TypeError(`${JSON.stringify(value)} is not a ${name}; allowed: ${allowed}.`);
}
