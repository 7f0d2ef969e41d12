import { builder } from './builder.ts';

const RFC_3339 =
  /^(\d{4}-(?:0[1-9]|1[0-2])-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const ALLOWED = 'RFC 3339 with an offset, as in "2024-07-22T18:00:08+03:00"';

builder.scalarType('DateTime', {
  description:
    'A moment as RFC 3339 has it, with its offset: `2024-07-22T18:00:08+03:00`. Results come as the upstream sent them, in the offset of the portal.',
  extensions: { allowed: ALLOWED },
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string' && isMoment(value)) return value;
    // A GraphQLError of our own would be reported as it is, without the place of the value.
    throw new TypeError(`${JSON.stringify(value)} is not a DateTime; allowed: ${ALLOWED}.`);
  },
});

/** True if `text` is in the form of RFC 3339 and its day is in the calendar: `Date` would take 30 February for 1 March. */
function isMoment(text: string): boolean {
  const [, day] = RFC_3339.exec(text) ?? [];
  if (day === undefined) return false;
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
