import { expect, test } from 'vitest';
import { createInFlightLimit } from './in-flight-limit.ts';

const LATE = 10;

test('there is none while the loop was never late, however many are under way', () => {
  const limit = createInFlightLimit(LATE, 64);
  for (let turn = 0; turn < 100; turn += 1) limit.sample(9, 5000);
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});

test('each moment that the loop is late takes a tenth of what is under way, down to the least', () => {
  const limit = createInFlightLimit(LATE, 64);
  limit.sample(LATE, 200);
  expect(limit.current).toBe(180);
  // More than that are under way still; those that were let in are answered.
  limit.sample(LATE, 190);
  expect(limit.current).toBeCloseTo(162);
  for (let turn = 0; turn < 100; turn += 1) limit.sample(LATE, 150);
  expect(limit.current).toBe(64);
});

test('late with little under way, as at a cold start, is no reason for less than the least', () => {
  const limit = createInFlightLimit(LATE, 64);
  limit.sample(5000, 3);
  expect(limit.current).toBe(64);
});

test('when the loop keeps up it comes back, in some seconds rather than at once', () => {
  const limit = createInFlightLimit(LATE, 64);
  limit.sample(LATE, 64);
  let turns = 0;
  for (; limit.current < 1024; turns += 1) limit.sample(0, 64);
  // At 100 samples a second.
  expect(turns).toBeGreaterThan(100);
  expect(turns).toBeLessThan(500);
});
