import { expect, test } from 'vitest';
import { z } from 'zod';
import { count, list, oneOf, orOff, port, seconds, share, url, whole } from './kinds.ts';

const upper = list(
  'letters',
  (letter) => /^[A-Z]$/.test(letter),
  (letter) => letter.toUpperCase(),
);

test.each<{ kind: z.ZodType; text: string; value: unknown }>([
  { kind: port, text: '0', value: 0 },
  { kind: port, text: '65535', value: 65_535 },
  { kind: whole({ max: 5 }), text: '5', value: 5 },
  { kind: count, text: '999999999', value: 999_999_999 },
  { kind: seconds({ max: 10 }), text: '0.25', value: 250 },
  { kind: seconds({ max: 10 }), text: '0', value: 0 },
  { kind: share, text: '0.5', value: 0.5 },
  { kind: orOff(count), text: 'off', value: Number.POSITIVE_INFINITY },
  { kind: orOff(count), text: '3', value: 3 },
  { kind: orOff(seconds({ max: 10 })), text: '2.5', value: 2500 },
  { kind: orOff(share, 0), text: 'off', value: 0 },
  { kind: oneOf('a', 'b'), text: 'b', value: 'b' },
  { kind: upper, text: 'A, B', value: ['A', 'B'] },
  { kind: url(), text: 'https://vibe.example/v1', value: 'https://vibe.example/v1' },
])('the text "$text" is read as $value and written back unchanged', ({ kind, text, value }) => {
  expect(kind.parse(text)).toEqual(value);
  expect(z.encode(kind, value)).toBe(text);
});

test('a comma-separated list is read without the spaces around its values', () => {
  expect(upper.parse(' a,b ')).toEqual(['A', 'B']);
});

test('a duration above zero is at least one millisecond', () => {
  expect(seconds({ max: 10 }).parse('0.0001')).toBe(1);
});

test.each<{ kind: z.ZodType; texts: readonly string[]; message: string }>([
  { kind: port, texts: ['', '-1', '65536', '1.5', 'x'], message: 'must be a port number from 0 to 65535' },
  { kind: count, texts: ['0', '1.5', '1e3', ' 1'], message: 'must be a whole number of at least 1, at most 999999999' },
  { kind: seconds({ max: 9 }), texts: ['10', '5s'], message: 'must be a number of seconds of at least 0, at most 9' },
  { kind: seconds({ above: 0, max: 9 }), texts: ['0'], message: 'must be a number of seconds above 0, at most 9' },
  { kind: orOff(share), texts: ['1.1', 'none'], message: 'must be a number from 0 to 1, or "off"' },
  { kind: oneOf('a', 'b', 'c'), texts: ['A', ''], message: 'must be "a", "b" or "c"' },
  { kind: upper, texts: ['AB', 'A,', ','], message: 'must be letters, comma-separated' },
  {
    kind: url(),
    texts: ['vibe.example', 'ftp://vibe.example', '//x', 'http://'],
    message: 'must be an http or https URL',
  },
])('the values $texts are rejected with "$message"', ({ kind, texts, message }) => {
  for (const text of texts) {
    expect(kind.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message]);
  }
});
