import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadiness } from './health.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Creates a readiness check whose upstream gives these results, one after the other. */
function setUp(answers: readonly boolean[]): {
  readonly readiness: ReturnType<typeof createReadiness>;
  readonly asked: () => number;
} {
  let asked = 0;
  const reachable = (): Promise<boolean> => Promise.resolve(answers[asked++] ?? false);
  return { readiness: createReadiness(reachable), asked: () => asked };
}

test('a readiness result is kept for two seconds, then the upstream is called again', async () => {
  const { readiness, asked } = setUp([true, false]);
  expect(await readiness.isReady()).toBe(true);
  vi.advanceTimersByTime(1999);
  expect(await readiness.isReady()).toBe(true);
  expect(asked()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await readiness.isReady()).toBe(false);
  expect(asked()).toBe(2);
});

test('a negative readiness result is kept no longer than a positive one', async () => {
  const { readiness } = setUp([false, true]);
  expect(await readiness.isReady()).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(await readiness.isReady()).toBe(true);
});

test('probes that arrive during a readiness check share its result', async () => {
  const { readiness, asked } = setUp([true]);
  expect(await Promise.all([readiness.isReady(), readiness.isReady(), readiness.isReady()])).toEqual([
    true,
    true,
    true,
  ]);
  expect(asked()).toBe(1);
});

test('the upstream is not called before the first probe', () => {
  expect(setUp([true]).asked()).toBe(0);
});
