import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RefCounted, RefCountedCache } from './ref-counted-cache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class Thing extends RefCounted {
  readonly number: number;

  constructor(number: number) {
    super();
    this.number = number;
  }
}

function setUp(isWorthKeeping?: (value: Thing) => boolean) {
  let made = 0;
  const create = (): Thing => new Thing((made += 1));
  const cache = new RefCountedCache<Thing>({
    max: 2,
    ttlMs: 1000,
    create,
    ...(isWorthKeeping ? { isWorthKeeping } : {}),
  });
  const acquire = (name: string): Thing => cache.acquire(name, performance.now());
  const touch = (name: string): number => {
    const thing = acquire(name);
    cache.release(thing);
    // No two are used at the same time.
    vi.advanceTimersByTime(1);
    return thing.number;
  };
  return { cache, acquire, touch };
}

test('a name gives the same value to all its users, at the same time or later', () => {
  const { cache, acquire, touch } = setUp();
  const used = acquire('a');
  expect([used.number, acquire('a').number, touch('a')]).toEqual([1, 1, 1]);
  cache.release(used);
  cache.release(used);
  expect(touch('a')).toBe(1);
});

test('a value in use is never evicted, however many others come and however long it takes', () => {
  const { acquire, touch } = setUp();
  const used = acquire('a');
  for (let index = 0; index < 100; index += 1) touch(`other ${index}`);
  vi.advanceTimersByTime(5000);
  expect(acquire('a')).toBe(used);
});

test('the latest values that are not in use are kept for some time', () => {
  const { touch } = setUp();
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
  const { cache, acquire, touch } = setUp();
  touch('a');
  const used = acquire('b');
  expect([...cache.values()].map(({ number }) => number)).toEqual([1, 2]);
  for (let index = 0; index < 2; index += 1) cache.release(used);
  expect(used.users).toBe(0);
});
