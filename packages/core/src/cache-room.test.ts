import { LRUCache } from 'lru-cache';
import { expect, test, vi } from 'vitest';
import { roomFor } from './cache-room.ts';

test('a cache has room for as many entries, and evicts the one that was used longest ago', () => {
  const cache = new LRUCache<string, number>({ ...roomFor(3), ttl: 1000 });
  for (const name of ['a', 'b', 'c']) cache.set(name, 1);
  cache.get('a');
  cache.set('d', 1);
  expect([...cache.keys()].toSorted()).toEqual(['a', 'c', 'd']);
});

test('reading entries of a cache with a maximum age sets no timers', () => {
  vi.useFakeTimers();
  try {
    const cache = new LRUCache<string, number>({ ...roomFor(3), ttl: 1000, updateAgeOnGet: true });
    cache.set('a', 1);
    expect(cache.get('a')).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
