import { builder } from './builder.ts';

// No argument is a day: the upstream cannot filter by custom fields in a form that was ever seen.
builder.scalarType('Date', {
  description: 'A day as RFC 3339 has it: `2024-07-22`.',
  serialize: (value) => value,
  parseValue: (value) => {
    throw new TypeError(`${JSON.stringify(value)} cannot be an argument: no argument is a Date.`);
  },
});
