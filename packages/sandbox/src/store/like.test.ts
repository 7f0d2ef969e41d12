import { expect, test } from 'vitest';
import { caseInsensitive } from './collation.ts';
import { likeTest } from './like.ts';

test.each([
  ['ivan_petrov', 'Ivan-Petrov', true],
  ['ivan_petrov', 'IvanPetrov', false],
  ['iv%', 'Ivanov', true],
  ['%ov', 'Ivanov', true],
  ['%an%', 'Ivanov', true],
  ['%', '', true],
  ['_', '', false],
  ['a%b%c', 'aXbXbXc', true],
  ['a%b%c', 'aXcXb', false],
  ['a.c', 'abc', false],
  ['Соловьев', 'соловьёв', true],
  ['12', '12', true],
  ['1_', '12', true],
])('%j is like %j: %s', (pattern, text, expected) => {
  expect(likeTest(pattern, caseInsensitive)(text)).toBe(expected);
});
