import { expect, test } from 'vitest';
import { shownMessage, shownValue } from './shown-values.ts';

test.each([
  ['a short message', 'Argument "first" is -1.', 'Argument "first" is -1.'],
  ['a long quoted value', `Found "${'x'.repeat(300)}".`, `Found "${'x'.repeat(200)}…".`],
  ['many quoted values', 'Found "abc"'.repeat(1000), `${'Found "abc"'.repeat(1000).slice(0, 1000)}…`],
])('a message cuts %s', (_case, message, shown) => {
  expect(shownMessage(message)).toBe(shown);
});

test('an error shows a short value unchanged and the beginning of a long one', () => {
  expect(shownValue({ gte: 1 })).toEqual({ gte: 1 });
  expect(shownValue('x'.repeat(500))).toBe(`"${'x'.repeat(199)}…`);
  expect(shownValue(undefined)).toBeUndefined();
});

test('no emoji is cut in half: some JSON parsers reject such a text', () => {
  expect(String(shownValue(`${'x'.repeat(198)}😀😀`)).isWellFormed()).toBe(true);
  expect(shownMessage(`Found "${'x'.repeat(199)}😀😀".`).isWellFormed()).toBe(true);
});
