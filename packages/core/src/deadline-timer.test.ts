import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runs } from '../test/property-runs.ts';
import { DeadlineTimer, type Timed } from './deadline-timer.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Something that notes the time at which its deadline was reached. */
class Noted implements Timed {
  newer: Timed | undefined;
  older: Timed | undefined;
  readonly endsAt: number;
  reachedAt: number | undefined;

  constructor(endsAt: number) {
    this.endsAt = endsAt;
  }

  onTime(): void {
    this.reachedAt = performance.now();
  }
}

test('one timer serves all deadlines, and none is left without any', async () => {
  const timer = new DeadlineTimer();
  const begun = performance.now();
  const all = [3000, 1000, 2000].map((ms) => new Noted(begun + ms));
  for (const one of all) timer.add(one, begun);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1500);
  expect(all.map(({ reachedAt }) => reachedAt && reachedAt - begun)).toEqual([undefined, 1000, undefined]);
  timer.remove(all[0] as Noted);
  timer.remove(all[2] as Noted);
  timer.remove(all[2] as Noted);
  expect(vi.getTimerCount()).toBe(0);
});

test('a deadline that is reached can be the start of another', async () => {
  const timer = new DeadlineTimer();
  const begun = performance.now();
  const second = new Noted(begun + 200);
  const first = Object.assign(new Noted(begun + 100), { onTime: () => timer.add(second, performance.now()) });
  timer.add(first, begun);
  await vi.advanceTimersByTimeAsync(500);
  expect(second.reachedAt).toBe(begun + 200);
  expect(vi.getTimerCount()).toBe(0);
});

test('each deadline is reached at its time, unless it was removed before', async () => {
  const plan = fc
    .record({
      addAt: fc.nat(50),
      forMs: fc.integer({ min: 1, max: 50 }),
      removeAfter: fc.option(fc.nat(60), { nil: Number.POSITIVE_INFINITY }),
    })
    .filter(({ forMs, removeAfter }) => forMs !== removeAfter);
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { maxLength: 20 }), async (plans) => {
      const timer = new DeadlineTimer();
      const begun = performance.now();
      const noted = plans.map(({ addAt, forMs, removeAfter }) => {
        const one = new Noted(begun + addAt + forMs);
        setTimeout(() => timer.add(one, performance.now()), addAt);
        // Later than the deadline, it does nothing.
        if (removeAfter < Number.POSITIVE_INFINITY) setTimeout(() => timer.remove(one), addAt + removeAfter);
        return one;
      });
      await vi.advanceTimersByTimeAsync(200);
      expect(noted.map(({ reachedAt }) => reachedAt)).toEqual(
        plans.map(({ addAt, forMs, removeAfter }) => (removeAfter < forMs ? undefined : begun + addAt + forMs)),
      );
      expect(vi.getTimerCount()).toBe(0);
    }),
    runs(50),
  );
});
