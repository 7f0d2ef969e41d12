import { expect, test } from 'vitest';
import { createReadiness } from './health.ts';

/** A readiness whose upstream answers as a test says, by a clock that the test moves. */
function setUp(answers: readonly boolean[]): {
  readonly readiness: ReturnType<typeof createReadiness>;
  readonly clock: { now: number };
  readonly asked: () => number;
} {
  let asked = 0;
  const clock = { now: 1000 };
  const reachable = (): Promise<boolean> => Promise.resolve(answers[asked++] ?? false);
  return { readiness: createReadiness(reachable, () => clock.now), clock, asked: () => asked };
}

test('an answer holds for two seconds, then the upstream is asked again', async () => {
  const { readiness, clock, asked } = setUp([true, false]);
  expect(await readiness.isReady()).toBe(true);
  clock.now += 1999;
  expect(await readiness.isReady()).toBe(true);
  expect(asked()).toBe(1);
  clock.now += 1;
  expect(await readiness.isReady()).toBe(false);
  expect(asked()).toBe(2);
});

test('a bad answer holds no longer than a good one', async () => {
  const { readiness, clock } = setUp([false, true]);
  expect(await readiness.isReady()).toBe(false);
  clock.now += 2000;
  expect(await readiness.isReady()).toBe(true);
});

test('probes that come while the upstream is being asked wait for the same answer', async () => {
  const { readiness, asked } = setUp([true]);
  expect(await Promise.all([readiness.isReady(), readiness.isReady(), readiness.isReady()])).toEqual([
    true,
    true,
    true,
  ]);
  expect(asked()).toBe(1);
});

test('nobody asks, nothing is asked', () => {
  expect(setUp([true]).asked()).toBe(0);
});
