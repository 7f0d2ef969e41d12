import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ThrottlingScope } from './throttling-scope.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const SECOND = 1000;

test.each<{ name: string; before: ['answered' | 'refused', string, number][]; isPortalWide: boolean }>([
  { name: 'nothing is known', before: [], isPortalWide: true },
  { name: 'only the same key was answered', before: [['answered', 'a', 1]], isPortalWide: true },
  { name: 'another key was just answered', before: [['answered', 'b', 1]], isPortalWide: false },
  { name: 'another key was answered long ago', before: [['answered', 'b', 6]], isPortalWide: true },
  {
    name: 'another was answered, and then the same key',
    before: [
      ['answered', 'b', 2],
      ['answered', 'a', 1],
    ],
    isPortalWide: false,
  },
  {
    name: 'the same key was refused before',
    before: [
      ['answered', 'b', 2],
      ['refused', 'a', 1],
    ],
    isPortalWide: false,
  },
  {
    name: 'another key was just refused too',
    before: [
      ['answered', 'b', 2],
      ['refused', 'c', 1],
    ],
    isPortalWide: true,
  },
  {
    name: 'another key was refused long ago',
    before: [
      ['refused', 'c', 9],
      ['answered', 'b', 1],
    ],
    isPortalWide: false,
  },
])('throttling of a key is portal-wide when $name: $isPortalWide', ({ before, isPortalWide }) => {
  const scope = new ThrottlingScope<string>();
  const begun = performance.now();
  const asked = begun + 10 * SECOND;
  for (const [what, key, secondsBefore] of before) {
    vi.advanceTimersByTime(asked - secondsBefore * SECOND - performance.now());
    if (what === 'answered') scope.onSuccess(key);
    else scope.onThrottled(key);
  }
  vi.advanceTimersByTime(asked - performance.now());
  expect(scope.onThrottled('a')).toBe(isPortalWide);
});
