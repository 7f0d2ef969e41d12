import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptValues } from './kept-values.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a value is known to its own caller alone', () => {
  const values = new KeptValues({ ttlMs: 1000, maxEntries: 10 });
  values.set('a', 'key', 1);
  values.set('b', 'key', 2);
  expect([values.get('a', 'key')?.value, values.get('b', 'key')?.value]).toEqual([1, 2]);
  expect([values.get('c', 'key'), values.get('a', 'other key')]).toEqual([undefined, undefined]);
});

test('a value that was set again is known for its whole time', () => {
  const values = new KeptValues({ ttlMs: 1000, maxEntries: 10 });
  values.set('a', 'key', 1);
  vi.advanceTimersByTime(900);
  values.set('a', 'key', null);
  vi.advanceTimersByTime(999);
  expect(values.get('a', 'key')?.value).toBeNull();
  vi.advanceTimersByTime(1);
  expect(values.get('a', 'key')).toBeUndefined();
});

test('values that are not asked for again leave the memory, and then no timer stays', () => {
  const values = new KeptValues({ ttlMs: 60_000, maxEntries: 10 });
  values.set('a', 'key', 1);
  vi.advanceTimersByTime(30_000);
  values.set('b', 'key', 2);
  values.get('a', 'key');
  vi.advanceTimersByTime(35_000);
  expect(values.size).toBe(1);
  expect(values.get('b', 'key')?.value).toBe(2);
  vi.advanceTimersByTime(30_000);
  expect([values.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test('without an end, values have no timer', () => {
  const values = new KeptValues({ ttlMs: Number.POSITIVE_INFINITY, maxEntries: 10 });
  values.set('a', 'key', 1);
  expect(vi.getTimerCount()).toBe(0);
});

test('one value too many replaces the one that was used longest ago, whichever caller has it', () => {
  const values = new KeptValues({ ttlMs: 1000, maxEntries: 3 });
  values.set('a', 'first', 1);
  values.set('b', 'second', 2);
  values.set('b', 'third', 3);
  values.get('a', 'first');
  values.set('c', 'fourth', 4);
  const known = [
    ['a', 'first'],
    ['b', 'second'],
    ['b', 'third'],
    ['c', 'fourth'],
  ].map(([caller = '', key = '']) => values.get(caller, key)?.value);
  expect(known).toEqual([1, undefined, 3, 4]);
  expect(values.size).toBe(3);
});
