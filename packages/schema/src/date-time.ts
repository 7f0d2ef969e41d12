import { builder } from './builder.ts';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

builder.scalarType('DateTime', {
  description:
    'A moment as RFC 3339 has it, with its offset: `2024-07-22T18:00:08+03:00`. Results come as the upstream sent them, in the offset of the portal.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value))) return value;
    // A GraphQLError of our own would be reported as it is, without the place of the value.
    throw new TypeError(
      `${JSON.stringify(value)} is not a DateTime; allowed: RFC 3339 with an offset, as in "2024-07-22T18:00:08+03:00".`,
    );
  },
});
