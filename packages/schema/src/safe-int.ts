import { Kind, print } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('SafeInt', {
  description:
    'An integer from -9007199254740991 to 9007199254740991, written as a JSON number. Numbers of records and counts are not bound to the 32 bits of an Int.',
  serialize: toSafeInt,
  parseValue: toSafeInt,
  parseLiteral: (node) => toSafeInt(node.kind === Kind.INT ? Number(node.value) : print(node)),
});

function toSafeInt(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  // A GraphQLError of our own would be reported as it is, without the place of the value.
  throw new TypeError(
    `${JSON.stringify(value)} is not a SafeInt; allowed: an integer from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}.`,
  );
}
