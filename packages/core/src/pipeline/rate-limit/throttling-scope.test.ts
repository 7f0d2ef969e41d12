import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Blame } from './throttling-scope.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const SECOND = 1000;

test.each<{ name: string; before: ['answered' | 'refused', string, number][]; isPortals: boolean }>([
  { name: 'nothing is known', before: [], isPortals: true },
  { name: 'only the same key was answered', before: [['answered', 'a', 1]], isPortals: true },
  { name: 'another key was just answered', before: [['answered', 'b', 1]], isPortals: false },
  { name: 'another key was answered long ago', before: [['answered', 'b', 6]], isPortals: true },
  {
    name: 'another was answered, and then the same key',
    before: [
      ['answered', 'b', 2],
      ['answered', 'a', 1],
    ],
    isPortals: false,
  },
  {
    name: 'the same key was refused before',
    before: [
      ['answered', 'b', 2],
      ['refused', 'a', 1],
    ],
    isPortals: false,
  },
  {
    name: 'another key was just refused too',
    before: [
      ['answered', 'b', 2],
      ['refused', 'c', 1],
    ],
    isPortals: true,
  },
  {
    name: 'another key was refused long ago',
    before: [
      ['refused', 'c', 9],
      ['answered', 'b', 1],
    ],
    isPortals: false,
  },
])('a refusal when $name is the portal’s: $isPortals', ({ before, isPortals }) => {
  const blame = new Blame<string>();
  const begun = performance.now();
  const asked = begun + 10 * SECOND;
  for (const [what, key, secondsBefore] of before) {
    vi.advanceTimersByTime(asked - secondsBefore * SECOND - performance.now());
    if (what === 'answered') blame.answered(key);
    else blame.isPortals(key);
  }
  vi.advanceTimersByTime(asked - performance.now());
  expect(blame.isPortals('a')).toBe(isPortals);
});
