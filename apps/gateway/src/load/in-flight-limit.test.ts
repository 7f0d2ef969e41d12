import { expect, test } from 'vitest';
import { createInFlightLimit, type InFlightLimit } from './in-flight-limit.ts';

const LATE = 10;

/** A limit by a clock that goes on by `everyMs` with each sample. */
function setUp({ atLeast = 64, isWarm = true } = {}): {
  readonly limit: InFlightLimit;
  readonly sample: (lagMs: number, inFlight: number, times?: number, everyMs?: number) => void;
} {
  let now = 0;
  const limit = createInFlightLimit({ lateMs: LATE, atLeast, now: () => now });
  return {
    limit,
    sample(lagMs, inFlight, times = 1, everyMs = 25) {
      for (let count = 0; count < times; count += 1) {
        now += everyMs;
        limit.sample(lagMs, inFlight, isWarm);
      }
    },
  };
}

test('there is none while the loop was never late, however many are under way', () => {
  const { limit, sample } = setUp();
  sample(9, 5000, 100);
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});

test('a late turn is none, nor are the few that make up for it', () => {
  const { limit, sample } = setUp();
  for (let round = 0; round < 20; round += 1) {
    sample(400, 200, 4, 400);
    sample(0, 200);
  }
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});

test('a loop that stays late for 100 ms has one, a process that has just started after 3 s', () => {
  for (const { isWarm, afterMs } of [
    { isWarm: true, afterMs: 100 },
    { isWarm: false, afterMs: 3000 },
  ]) {
    const { limit, sample } = setUp({ isWarm });
    // The first sample begins the time.
    sample(LATE, 200, 1, 0);
    sample(LATE, 200, afterMs / 25 - 1);
    expect(limit.current).toBe(Number.POSITIVE_INFINITY);
    sample(LATE, 200);
    expect(limit.current).toBe(180);
  }
});

test('each further moment that the loop is late takes a tenth of what is under way, down to the least', () => {
  const { limit, sample } = setUp();
  sample(LATE, 200, 5);
  // More than that are under way still; those that were let in are answered.
  sample(LATE, 190);
  expect(limit.current).toBeCloseTo(162);
  sample(LATE, 150, 100);
  expect(limit.current).toBe(64);
});

test('late with little under way is no reason for less than the least', () => {
  const { limit, sample } = setUp();
  sample(5000, 3, 10);
  expect(limit.current).toBe(64);
});

test('when the loop keeps up it rises, in some seconds rather than at once, until it limits nothing', () => {
  const { limit, sample } = setUp();
  sample(LATE, 64, 10);
  let turns = 0;
  for (; limit.current < 500; turns += 1) sample(0, 64);
  // At 100 samples a second.
  expect(turns).toBeGreaterThan(80);
  expect(turns).toBeLessThan(500);
  sample(0, 64, 10);
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});
