import * as fc from 'fast-check';
import { type GraphQLScalarType, parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from './schema.ts';

const safeInt = schema.getType('SafeInt') as GraphQLScalarType<number, number>;

test('SafeInt accepts and returns every integer that a JSON number represents exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (number) => {
      expect(safeInt.parseValue(number)).toBe(number);
      expect(safeInt.serialize(number)).toBe(number);
      expect(safeInt.parseLiteral(parseValue(String(number)))).toBe(number === 0 ? 0 : number);
    }),
  );
});

test.each([2 ** 53, -(2 ** 53), 1.5, Number.NaN, Number.POSITIVE_INFINITY, '17', true, null, [1], {}])(
  'SafeInt rejects %j with the allowed range',
  (value) => {
    expect(() => safeInt.parseValue(value)).toThrow('is not a SafeInt; allowed: an integer from -9007199254740991 to');
  },
);

test.each(['9007199254740993', '1.0', '"17"', 'true', 'null', 'A', '[1]', '{ a: 1 }'])(
  'SafeInt rejects the literal %s',
  (literal) => {
    expect(() => safeInt.parseLiteral(parseValue(literal))).toThrow('is not a SafeInt');
  },
);
