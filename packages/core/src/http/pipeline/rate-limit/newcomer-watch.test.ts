import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NewcomerWatch } from './newcomer-watch.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watchAfter(refused: number, accepted = 0): NewcomerWatch {
  const watch = new NewcomerWatch();
  for (let index = 0; index < refused; index += 1) watch.refused();
  for (let index = 0; index < accepted; index += 1) watch.accepted();
  return watch;
}

test.each([
  [0, 0, false],
  [4, 0, false],
  [5, 0, true],
  [5, 4, true],
  [5, 5, false],
  [50, 120, false],
  [0, 120, false],
])('newcomers with %i refusals and %i successes are suspect: %s', (refused, accepted, areSuspect) => {
  expect(watchAfter(refused, accepted).areSuspect).toBe(areSuspect);
});

test('newcomers are no longer suspect some time after the last of many was refused', () => {
  const watch = watchAfter(40);
  vi.advanceTimersByTime(14_999);
  expect(watch.areSuspect).toBe(true);
  vi.advanceTimersByTime(2);
  expect(watch.areSuspect).toBe(false);
});
