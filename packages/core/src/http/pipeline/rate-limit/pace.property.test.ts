import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Budget, type Fate, LimitedUpstream } from '../../../../test/limited-upstream.ts';
import { runs } from '../../../../test/property-runs.ts';
import { errorOf, failure, read, tooMany } from '../../../../test/stub-send.ts';
import { deadline } from '../../../../test/deadline.ts';
import { through } from '../../../../test/through.ts';
import type { UpstreamError } from '../../../errors.ts';
import { createPacer } from './pace.ts';
import type { Priority } from '../send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Arrival {
  readonly atMs: number;
  readonly caller: number;
  readonly cost: number;
  /** Reads that the upstream makes, of those that it may make. */
  readonly used: number;
  readonly latencyMs: number;
  readonly outcome: 'well' | 'refused' | 'broken';
  readonly leavesAfterMs: number | undefined;
  readonly timeoutMs: number;
  readonly priority: Priority;
}

const arrival: fc.Arbitrary<Arrival> = fc
  .record({
    atMs: fc.oneof(fc.nat(8000), fc.integer({ min: 59_000, max: 63_000 })),
    caller: fc.nat(3),
    cost: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 30 }) }),
    used: fc.integer({ min: 1, max: 30 }),
    latencyMs: fc.nat(400),
    outcome: fc.constantFrom('well', 'well', 'well', 'well', 'refused', 'broken'),
    leavesAfterMs: fc.option(fc.nat(5000), { nil: undefined, freq: 4 }),
    timeoutMs: fc.integer({ min: 100, max: 40_000 }),
    priority: fc.constantFrom('interactive', 'background'),
  })
  .map((one) => ({ ...one, used: Math.min(one.used, one.cost) }));

const budget: fc.Arbitrary<Budget> = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  perSecond: fc.integer({ min: 1, max: 12 }),
  keyPerMinute: fc.integer({ min: 3, max: 20 }),
});

/** The outcome of a request, and its duration. */
interface Ending {
  readonly error: UpstreamError | undefined;
  readonly tookMs: number;
}

test('whatever comes, nothing passes the budget, nothing is left behind, and every deadline is kept', async () => {
  await fc.assert(
    fc.asyncProperty(budget, fc.array(arrival, { minLength: 1, maxLength: 80 }), async (limits, arrivals) => {
      const upstream = new LimitedUpstream(limits);
      const pacer = createPacer(limits);
      const send = through(deadline(40_000), pacer.step)(upstream.send);
      const endings: Ending[] = [];
      for (const one of arrivals) setTimeout(() => void ask(one), one.atMs);
      await vi.advanceTimersByTimeAsync(110_000);

      expect(upstream.violations).toEqual([]);
      expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
      expect(endings).toHaveLength(arrivals.length);
      expect(vi.getTimerCount()).toBe(0);
      for (const { error, tookMs } of endings) {
        expect(tookMs).toBeLessThanOrEqual(0);
        expect([undefined, 'rate_limited', 'network', 'timeout', 'cancelled']).toContain(error?.code);
        expect(error?.code !== 'rate_limited' || (error.retryAfterMs ?? 0) > 0).toBe(true);
      }

      async function ask({ cost, used, latencyMs, outcome, caller, leavesAfterMs, ...one }: Arrival): Promise<void> {
        const error = outcome === 'refused' ? tooMany(1000) : outcome === 'broken' ? failure('network') : undefined;
        const fate: Fate = { reads: used, latencyMs, ...(error ? { error } : {}) };
        const left = new AbortController();
        if (leavesAfterMs !== undefined) setTimeout(() => left.abort(), leavesAfterMs);
        const deadlineAt = performance.now() + one.timeoutMs;
        const latest = Math.min(deadlineAt, performance.now() + (leavesAfterMs ?? Number.POSITIVE_INFINITY));
        const options = { signal: left.signal, deadlineAt, priority: one.priority };
        const request = read('/v1/contacts', { body: fate, innerPages: cost });
        const thrown = await errorOf(send(request, { apiKey: `key ${caller}` }, options));
        // Whole milliseconds are what timers have.
        endings.push({ error: thrown, tookMs: Math.floor(performance.now() - latest - 1) });
      }
    }),
    runs(60),
  );
});
