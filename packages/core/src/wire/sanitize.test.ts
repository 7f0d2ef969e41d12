import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeOf, hintOf, markOf, retryAfterMsOf } from './sanitize.ts';

describe('a code', () => {
  test.each([['ENTITY_NOT_FOUND'], ['x'], ['A'.repeat(64)]])('%s', (value) => expect(codeOf(value)).toBe(value));

  test.each([['A'.repeat(65)], [''], ['Anna Ivanova'], ['Анна'], ['A-B'], ['A\n'], [17], [null], [undefined]])(
    '%j is none',
    (value) => expect(codeOf(value)).toBeUndefined(),
  );
});

describe('an id of a request, and a scope', () => {
  test.each([['0b8f-17'], ['crm'], ['user_basic'], ['a'.repeat(128)]])('%s', (value) =>
    expect(markOf(value)).toBe(value),
  );

  test.each([['a'.repeat(129)], [''], ['Anna Ivanova'], ['Анна'], ['a\u0000'], ['a\n'], [17], [['crm']], [undefined]])(
    '%j is none',
    (value) => expect(markOf(value)).toBeUndefined(),
  );
});

describe('a hint', () => {
  test.each([
    ['Use offset and limit.', 'Use offset and limit.'],
    ['  one\r\n\u2028two\u0000 ', 'one two'],
    ['x'.repeat(300), 'x'.repeat(300)],
    ['x'.repeat(301), `${'x'.repeat(300)}…`],
  ])('%j', (value, hint) => expect(hintOf(value)).toBe(hint));

  test.each([[''], [' \n '], [17], [{ text: 'x' }], [undefined]])('%j is none', (value) =>
    expect(hintOf(value)).toBeUndefined(),
  );
});

describe('how long to wait', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000_000_000 }));
  afterEach(() => vi.useRealTimers());

  /** A moment so many seconds from now, as HTTP says it. */
  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toUTCString();

  test.each([
    ['seconds in the body', 2, undefined, 2000],
    ['a part of a second', 0.5, undefined, 500],
    ['nothing to wait', 0, '7', 0],
    ['seconds as a text', '2', undefined, 2000],
    ['seconds in the header', undefined, '7', 7000],
    ['seconds with blanks around', undefined, ' 7 ', 7000],
    ['a fraction in the header', undefined, '1.5', 1500],
    ['zero in the header', undefined, '0', 0],
    ['the first of several headers', undefined, ['3', '4'], 3000],
    ['the body before the header', 2, '7', 2000],
    ['the header, if the body makes no sense', -1, '7', 7000],
    ['the header, if the body has a word', 'soon', '7', 7000],
    ['the header, if the body has a number beyond all numbers', Number('1e999'), '10', 10_000],
    ['at most a day', 1e308, undefined, 86_400_000],
    ['at most a day, from the header', undefined, '999999999999', 86_400_000],
  ] as const)('%s', (_, member, header, waitMs) => {
    expect(retryAfterMsOf(member, header as string | string[] | undefined)).toBe(waitMs);
  });

  test('a date', () => {
    expect(retryAfterMsOf(undefined, inSeconds(90))).toBe(90_000);
    expect(retryAfterMsOf(undefined, inSeconds(-90))).toBe(0);
    expect(retryAfterMsOf(undefined, inSeconds(1e6))).toBe(86_400_000);
  });

  test.each(['Sunday, 09-Sep-01 01:48:20 GMT', 'Sun Sep  9 01:48:20 2001'])('a date in an old form (%s)', (header) => {
    expect(retryAfterMsOf(undefined, header)).toBe(100_000);
  });

  test.each([
    [-1, undefined],
    [-1, '-5'],
    [Number('1e999'), undefined],
    [null, undefined],
    [{ seconds: 5 }, undefined],
    ['in 5', undefined],
    [undefined, undefined],
    [undefined, ''],
    [undefined, ' '],
    [undefined, '-5'],
    [undefined, '+7'],
    [undefined, '0x10'],
    [undefined, '1e3'],
    [undefined, '5s'],
    [undefined, 'in 5'],
    [undefined, '10, 20'],
    [undefined, 'about 12'],
    [undefined, 'soon 30'],
    [undefined, '120 sec'],
    [undefined, 'PT30S'],
    [undefined, 'upstream-17'],
    [undefined, 'Sun 30'],
    [undefined, 'Sun, 99 Nov 2001 99:99:99 GMT'],
    [undefined, '2001-09-09T01:48:20Z'],
  ])('%j in the body and %j in the header are nothing', (member, header) => {
    expect(retryAfterMsOf(member, header)).toBeUndefined();
  });
});
