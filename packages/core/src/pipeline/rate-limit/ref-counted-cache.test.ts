import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Kept } from './ref-counted-cache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Thing {
  readonly number: number;
}

function setUp(isWorthIt?: (value: Thing) => boolean) {
  let made = 0;
  const create = (): Thing => ({ number: (made += 1) });
  const kept = new Kept<Thing>({ max: 2, ttlMs: 1000, create, ...(isWorthIt ? { isWorthIt } : {}) });
  const touch = (name: string): number => {
    const { number } = kept.use(name);
    kept.release(name);
    return number;
  };
  return { kept, touch };
}

test('who uses the same name at the same time or later has the same value', () => {
  const { kept, touch } = setUp();
  expect([kept.use('a').number, kept.use('a').number, touch('a')]).toEqual([1, 1, 1]);
  kept.release('a');
  kept.release('a');
  expect(touch('a')).toBe(1);
});

test('one in use is never dropped, however many others come and however long it takes', () => {
  const { kept, touch } = setUp();
  const used = kept.use('a');
  for (let index = 0; index < 100; index += 1) touch(`other ${index}`);
  vi.advanceTimersByTime(5000);
  expect(kept.use('a')).toBe(used);
});

test('of those that nobody uses the latest are kept, for some time', () => {
  const { touch } = setUp();
  // The cache takes an age of 0 for none.
  vi.advanceTimersByTime(1);
  expect(['a', 'b', 'c'].map(touch)).toEqual([1, 2, 3]);
  expect([touch('c'), touch('b'), touch('a')]).toEqual([3, 2, 4]);
  vi.advanceTimersByTime(1001);
  expect(touch('a')).toBe(5);
});

test('one with nothing to remember takes nobody’s room', () => {
  const { kept, touch } = setUp(({ number }) => number < 3);
  touch('a');
  touch('b');
  for (let index = 0; index < 10; index += 1) touch('nothing');
  expect([touch('a'), touch('b')]).toEqual([1, 2]);
  expect([...kept.values()].map(({ number }) => number)).toEqual(expect.arrayContaining([1, 2]));
});

test('all that are known are told, in use or not; a release too many does nothing', () => {
  const { kept, touch } = setUp();
  touch('a');
  kept.use('b');
  kept.release('c');
  expect([...kept.values()].map(({ number }) => number)).toEqual([2, 1]);
});
