import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RefCountedCache } from './ref-counted-cache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Thing {
  readonly number: number;
}

function setUp(isWorthKeeping?: (value: Thing) => boolean) {
  let made = 0;
  const create = (): Thing => ({ number: (made += 1) });
  const cache = new RefCountedCache<Thing>({
    max: 2,
    ttlMs: 1000,
    create,
    ...(isWorthKeeping ? { isWorthKeeping } : {}),
  });
  const touch = (name: string): number => {
    const { number } = cache.acquire(name);
    cache.release(name);
    return number;
  };
  return { cache, touch };
}

test('a name gives the same value to all its users, at the same time or later', () => {
  const { cache, touch } = setUp();
  expect([cache.acquire('a').number, cache.acquire('a').number, touch('a')]).toEqual([1, 1, 1]);
  cache.release('a');
  cache.release('a');
  expect(touch('a')).toBe(1);
});

test('a value in use is never evicted, however many others come and however long it takes', () => {
  const { cache, touch } = setUp();
  const used = cache.acquire('a');
  for (let index = 0; index < 100; index += 1) touch(`other ${index}`);
  vi.advanceTimersByTime(5000);
  expect(cache.acquire('a')).toBe(used);
});

test('the latest values that are not in use are kept for some time', () => {
  const { touch } = setUp();
  // The cache takes an age of 0 for none.
  vi.advanceTimersByTime(1);
  expect(['a', 'b', 'c'].map(touch)).toEqual([1, 2, 3]);
  expect([touch('c'), touch('b'), touch('a')]).toEqual([3, 2, 4]);
  vi.advanceTimersByTime(1001);
  expect(touch('a')).toBe(5);
});

test('a value with nothing to remember takes no room of others', () => {
  const { cache, touch } = setUp(({ number }) => number < 3);
  touch('a');
  touch('b');
  for (let index = 0; index < 10; index += 1) touch('nothing');
  expect([touch('a'), touch('b')]).toEqual([1, 2]);
  expect([...cache.values()].map(({ number }) => number)).toEqual(expect.arrayContaining([1, 2]));
});

test('all values are listed, in use or not, and a release too many does nothing', () => {
  const { cache, touch } = setUp();
  touch('a');
  cache.acquire('b');
  cache.release('c');
  expect([...cache.values()].map(({ number }) => number)).toEqual([2, 1]);
});
