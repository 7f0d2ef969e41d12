import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { median, quantile } from './statistics.ts';

test.each([
  { values: [3], expected: 3 },
  { values: [3, 1, 2], expected: 2 },
  { values: [4, 1, 3, 2], expected: 2.5 },
  { values: [10, 2], expected: 6 },
  { values: [], expected: Number.NaN },
])('the median of $values is $expected', ({ values, expected }) => {
  expect(median(values)).toBe(expected);
});

test.each([
  { part: 0, expected: 1 },
  { part: 0.5, expected: 3 },
  { part: 0.99, expected: 5 },
  { part: 1, expected: 5 },
])('the quantile $part of 1 to 5 is $expected', ({ part, expected }) => {
  expect(quantile([5, 3, 1, 4, 2], part)).toBe(expected);
});

test('half of all values are on each side of the median', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const middle = median(values);
      expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});
