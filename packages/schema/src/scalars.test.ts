import * as fc from 'fast-check';
import { type GraphQLScalarType, parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from './schema.ts';

const dateTime = schema.getType('DateTime') as GraphQLScalarType<string>;
const safeInt = schema.getType('SafeInt') as GraphQLScalarType<number, number>;

test.each([
  '2024-07-22T18:00:08+03:00',
  '2024-07-22t18:00:08z',
  '2024-02-29T00:00:00Z',
  '2024-07-22T23:59:59.999999-23:59',
  '2024-07-22T18:00:08.123456789Z',
  '0001-01-01T00:00:00Z',
])('DateTime accepts %s', (text) => {
  expect(dateTime.parseValue(text)).toBe(text);
});

test.each([
  ['30 February', '2024-02-30T00:00:00Z'],
  ['29 February of a common year', '2023-02-29T00:00:00Z'],
  ['31 April', '2024-04-31T00:00:00+03:00'],
  ['day 0', '2024-04-00T00:00:00Z'],
  ['month 13', '2024-13-01T00:00:00Z'],
  ['hour 24', '2024-07-22T24:00:00Z'],
  ['minute 60', '2024-07-22T18:60:00Z'],
  ['second 60', '2024-07-22T18:00:60Z'],
  ['an offset of 99 hours', '2024-07-22T18:00:08+99:00'],
  ['an offset of 60 minutes', '2024-07-22T18:00:08+03:60'],
  ['a fraction of ten digits', '2024-07-22T18:00:08.1234567890Z'],
  ['no offset', '2024-07-22T18:00:08'],
  ['a date alone', '2024-07-22'],
  ['a number', 1_721_660_408],
])('DateTime rejects %s', (_case, value) => {
  expect(() => dateTime.parseValue(value)).toThrow('allowed: RFC 3339 with an offset');
});

test('a DateTime is any moment of the calendar', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T23:59:59Z') }), (moment) => {
      expect(dateTime.parseValue(moment.toISOString())).toBe(moment.toISOString());
    }),
  );
});

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
