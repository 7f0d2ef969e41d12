import { expect, test } from 'vitest';
import { createInFlightLimit, type InFlightLimit } from './in-flight-limit.ts';

const LATE = 10;

/** A limit with a clock that advances by `everyMs` with each sample. */
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

test('without lag there is no limit, however many operations are active', () => {
  const { limit, sample } = setUp();
  sample(9, 5000, 100);
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});

test('one late sample and the few after it set no limit', () => {
  const { limit, sample } = setUp();
  for (let round = 0; round < 20; round += 1) {
    sample(400, 200, 4, 400);
    sample(0, 200);
  }
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});

test('lag for 100 ms sets a limit; in a process that has just started, lag for 3 s', () => {
  for (const { isWarm, afterMs } of [
    { isWarm: true, afterMs: 100 },
    { isWarm: false, afterMs: 3000 },
  ]) {
    const { limit, sample } = setUp({ isWarm });
    // The first sample starts the period.
    sample(LATE, 200, 1, 0);
    sample(LATE, 200, afterMs / 25 - 1);
    expect(limit.current).toBe(Number.POSITIVE_INFINITY);
    sample(LATE, 200);
    expect(limit.current).toBe(180);
  }
});

test('each further sample of lag lowers the limit by a tenth of the active operations, down to the minimum', () => {
  const { limit, sample } = setUp();
  sample(LATE, 200, 5);
  // More than the limit are still active; those that were admitted finish.
  sample(LATE, 190);
  expect(limit.current).toBeCloseTo(162);
  sample(LATE, 150, 100);
  expect(limit.current).toBe(64);
});

test('lag with few active operations does not lower the limit below the minimum', () => {
  const { limit, sample } = setUp();
  sample(5000, 3, 10);
  expect(limit.current).toBe(64);
});

test('without lag the limit rises over some seconds until it is lifted', () => {
  const { limit, sample } = setUp();
  sample(LATE, 64, 10);
  let turns = 0;
  for (; limit.current < 500; turns += 1) sample(0, 64);
  // 100 samples a second.
  expect(turns).toBeGreaterThan(80);
  expect(turns).toBeLessThan(500);
  sample(0, 64, 10);
  expect(limit.current).toBe(Number.POSITIVE_INFINITY);
});
