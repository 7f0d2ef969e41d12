import { builder } from './builder.ts';

const ALLOWED = 'a day of the calendar as RFC 3339 has it, as in "2024-07-22"';

builder.scalarType('Date', {
  description: 'A day as RFC 3339 has it: `2024-07-22`.',
  extensions: { allowed: ALLOWED },
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string' && isDay(value)) return value;
    // A GraphQLError of our own would be reported as it is, without the place of the value.
    throw new TypeError(`${JSON.stringify(value)} is not a Date; allowed: ${ALLOWED}.`);
  },
});

/** Returns true if `text` is a day of the calendar: `Date` would take 30 February for 1 March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
