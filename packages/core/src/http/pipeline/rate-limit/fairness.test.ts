import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Fate, LimitedUpstream } from '../../../../test/limited-upstream.ts';
import { errorOf, read } from '../../../../test/stub-send.ts';
import { deadline } from '../../../../test/deadline.ts';
import { through } from '../../../../test/through.ts';
import { createPacer } from './pace.ts';
import type { Send } from '../send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const budget = { concurrency: 2, perSecond: 10, keyPerMinute: 300 };

interface Served {
  readonly waits: number[];
  refused: number;
}

/** Sends requests of one caller at an even rate for some time, without waiting for answers. */
function askSteadily(send: Send, apiKey: string, everyMs: number, forMs: number, fate: Fate, firstAtMs = 0): Served {
  const served: Served = { waits: [], refused: 0 };
  const ask = async (): Promise<void> => {
    const begun = performance.now();
    const error = await errorOf(send(read('/v1/contacts', { body: fate, innerPages: fate.reads }), { apiKey }, {}));
    if (error) served.refused += 1;
    else served.waits.push(performance.now() - begun);
  };
  for (let at = firstAtMs; at < forMs; at += everyMs) setTimeout(() => void ask(), at);
  return served;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

test('a minute of ten times the budget from 50 callers has no request rejected upstream, and no caller starves', async () => {
  const upstream = new LimitedUpstream(budget);
  const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
  const callers = Array.from({ length: 50 }, (_, index) =>
    askSteadily(send, `key ${index}`, 500, 60_000, { reads: 1, latencyMs: 50 }, index * 7),
  );
  await vi.advanceTimersByTimeAsync(101_000);
  expect(upstream.violations).toEqual([]);
  const means = callers.map(({ waits }) => mean(waits));
  expect(Math.max(...means)).toBeLessThanOrEqual(3 * Math.min(...means));
  const counts = callers.map(({ waits }) => waits.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1.5 * Math.min(...counts));
  // The budget is used, not only kept: nine in ten of what 90 s of it allow.
  expect(upstream.served.length).toBeGreaterThanOrEqual(0.9 * 90 * (10 / 1.05));
});

test('a caller that sends ten times as many requests waits longer; the waits of the others hardly change', async () => {
  const waitOfOthers = async (noisyEveryMs: number | undefined): Promise<number> => {
    const upstream = new LimitedUpstream(budget);
    const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
    const others = Array.from({ length: 4 }, (_, index) =>
      askSteadily(send, `key ${index}`, 1000, 30_000, { reads: 1, latencyMs: 50 }, index * 130),
    );
    if (noisyEveryMs !== undefined) askSteadily(send, 'noisy', noisyEveryMs, 30_000, { reads: 1, latencyMs: 50 });
    await vi.advanceTimersByTimeAsync(71_000);
    expect(upstream.violations).toEqual([]);
    expect(others.map(({ refused }) => refused)).toEqual([0, 0, 0, 0]);
    return mean(others.flatMap(({ waits }) => waits));
  };
  const alone = await waitOfOthers(undefined);
  // A request waits for at most one request of each other caller.
  expect((await waitOfOthers(100)) - alone).toBeLessThanOrEqual(1000);
});

test('a caller whose calls all hang takes one slot: the others use the other slot', async () => {
  const upstream = new LimitedUpstream(budget);
  const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
  const others = Array.from({ length: 3 }, (_, index) =>
    askSteadily(send, `key ${index}`, 1000, 60_000, { reads: 1, latencyMs: 50 }, index * 130),
  );
  askSteadily(send, 'hanging', 100, 60_000, { reads: 1, latencyMs: 1_000_000 }, 500);
  await vi.advanceTimersByTimeAsync(101_000);
  expect(upstream.violations).toEqual([]);
  expect(others.map(({ refused }) => refused)).toEqual([0, 0, 0]);
  expect(Math.max(...others.flatMap(({ waits }) => waits))).toBeLessThanOrEqual(500);
});

test.each([1, 9, 10, 20, 100])(
  'a caller whose page of %i reads hangs keeps no other caller out',
  async (innerPages) => {
    const upstream = new LimitedUpstream(budget);
    const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
    const others = Array.from({ length: 3 }, (_, index) =>
      askSteadily(send, `key ${index}`, 1000, 60_000, { reads: 1, latencyMs: 50 }, index * 130),
    );
    const hanging = read('/v1/contacts', { body: { reads: 1, latencyMs: 1_000_000 }, innerPages });
    setTimeout(() => void errorOf(send(hanging, { apiKey: 'hanging' }, {})), 500);
    await vi.advanceTimersByTimeAsync(101_000);
    expect(upstream.violations).toEqual([]);
    expect(others.map(({ refused }) => refused)).toEqual([0, 0, 0]);
  },
);

test.each(['background', 'interactive'] as const)(
  'beside a walk of pages of 5000 rows (%s), interactive callers are served',
  async (priority) => {
    const upstream = new LimitedUpstream(budget);
    const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
    const atScreen = askSteadily(send, 'screen', 500, 60_000, { reads: 1, latencyMs: 50 });
    let pages = 0;
    const walk = async (): Promise<void> => {
      const page = read('/v1/contacts', { body: { reads: 100, latencyMs: 20 }, innerPages: 100 });
      while (performance.now() < end) if (!(await errorOf(send(page, { apiKey: 'walk' }, { priority })))) pages += 1;
    };
    const end = performance.now() + 60_000;
    void walk();
    await vi.advanceTimersByTimeAsync(141_000);
    expect(upstream.violations).toEqual([]);
    expect(atScreen.refused).toBe(0);
    expect(pages).toBeGreaterThan(0);
  },
);

test.each([50, 200])(
  'a burst of interactive requests takes seven of eight permits from a walk (reads of %i ms)',
  async (latencyMs) => {
    const slowestOfBurst = async (isWalking: boolean): Promise<number> => {
      const upstream = new LimitedUpstream(budget);
      const send = through(deadline(40_000), createPacer(budget).step)(upstream.send);
      const ask = (apiKey: string, priority: 'interactive' | 'background') =>
        errorOf(send(read('/v1/contacts', { body: { reads: 1, latencyMs } }), { apiKey }, { priority }));
      const walkEnds = performance.now() + (isWalking ? 35_000 : 0);
      const walk = async (): Promise<void> => {
        while (performance.now() < walkEnds) await ask('walk', 'background');
      };
      void walk();
      await vi.advanceTimersByTimeAsync(5000);
      const begun = performance.now();
      const ends = Array.from({ length: 60 }, () => ask('screen', 'interactive').then(() => performance.now() - begun));
      await vi.advanceTimersByTimeAsync(31_000);
      return Math.max(...(await Promise.all(ends)));
    };
    // The walk's last calls of the second before count, too.
    expect(await slowestOfBurst(true)).toBeLessThanOrEqual((8 / 7) * (await slowestOfBurst(false)) + 1010);
  },
);
