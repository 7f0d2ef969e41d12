import type { SharedNeed } from '@contacts/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Holdings } from './holdings.ts';
import type { Grant } from './messages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const REDIS_NOW = 1_000_000;
const need: SharedNeed = { cost: 1, windows: [] };
const idle = { inFlight: 0, pageAges: [] };

/** Holdings to which grants were added now. */
function holding(...grants: Partial<Grant>[]): Holdings {
  const holdings = new Holdings();
  const now = performance.now();
  for (const grant of grants) {
    const whole = { seq: 1, at: REDIS_NOW, slots: 1, pages: [REDIS_NOW], places: [], ...grant };
    holdings.add(whole, now, REDIS_NOW, now);
  }
  return holdings;
}

test('a request may begin while a slot and its pages are held, and the lease lasts', () => {
  const holdings = holding({ pages: [REDIS_NOW, REDIS_NOW] });
  expect(holdings.delay(need, idle, true)).toBe(0);
  expect(holdings.delay({ ...need, cost: 3 }, idle, true)).toBe(Number.POSITIVE_INFINITY);
  expect(holdings.delay({ ...need, cost: 3 }, idle, false), 'without a rate').toBe(0);
  expect(holdings.delay(need, { inFlight: 1, pageAges: [0] }, true)).toBe(Number.POSITIVE_INFINITY);
  vi.advanceTimersByTime(1750);
  expect(holdings.delay(need, idle, true)).toBe(Number.POSITIVE_INFINITY);
});

test.each<{ name: string; grants: Partial<Grant>[]; cost?: number; delay: number }>([
  { name: 'a slot for later', grants: [{ pages: [REDIS_NOW + 300] }], delay: 300 },
  {
    name: 'a slot now, and its page later',
    grants: [{ pages: [] }, { slots: 0, pages: [REDIS_NOW + 300] }],
    delay: 300,
  },
  { name: 'one now and one later', grants: [{}, { pages: [REDIS_NOW + 300] }], delay: 0 },
  { name: 'pages now and later, for both', grants: [{}, { slots: 0, pages: [REDIS_NOW + 300] }], cost: 2, delay: 300 },
  {
    name: 'two of different times',
    grants: [{ pages: [REDIS_NOW + 500] }, { pages: [REDIS_NOW + 300] }],
    delay: 300,
  },
])('with $name, a request waits $delay ms', ({ grants, cost = 1, delay }) => {
  expect(holding(...grants).delay({ cost, windows: [] }, idle, true)).toBe(delay);
});

test('a page that was read may be read again after its second, while the lease is kept', () => {
  const holdings = holding({ pages: [REDIS_NOW, REDIS_NOW] });
  vi.advanceTimersByTime(500);
  const used = { inFlight: 0, pageAges: [200, 100] };
  expect(holdings.view(used, 'all')).toEqual({ slots: 1, share: 2, reads: [], flying: [] });
  expect(holdings.delay(need, used, true)).toBe(Number.POSITIVE_INFINITY);
  expect(holdings.delay(need, { inFlight: 0, pageAges: [100] }, true)).toBe(0);
});

test('pages that were reported to Redis one by one are no part of the holdings after that', () => {
  const holdings = holding({ pages: [REDIS_NOW, REDIS_NOW] });
  vi.advanceTimersByTime(500);
  const used = { inFlight: 1, pageAges: [200.7, 100.2, -0.4] };
  expect(holdings.view(used, 'used')).toEqual({ slots: 1, share: 0, reads: [200, 100], flying: [-1] });
  expect(holdings.hasIdle(used, false)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(holdings.delay(need, idle, true), 'only the page in flight is held').toBe(0);
  expect(holdings.delay({ ...need, cost: 2 }, idle, true)).toBe(Number.POSITIVE_INFINITY);
});

test('what waiting requests are to begin with is kept, and given back when none waits', () => {
  const holdings = holding({ pages: [REDIS_NOW + 300] });
  expect(holdings.view(idle, 'scheduled')).toEqual({ slots: 1, share: 0, reads: [], flying: [-300] });
  expect(holdings.delay(need, idle, true)).toBe(300);
  expect(holdings.view(idle, 'used')).toEqual({ slots: 0, share: 0, reads: [], flying: [] });
  expect(holdings.delay(need, idle, true)).toBe(Number.POSITIVE_INFINITY);
});

test('places of a minute are used within a second, or given back', () => {
  const window = { name: 'key', configured: 300, sent: 0 };
  const counted: SharedNeed = { cost: 1, windows: [window] };
  const holdings = holding({ places: [{ name: 'key', at: REDIS_NOW, count: 2 }] });
  expect(holdings.delay(counted, idle, true)).toBe(0);
  holdings.take(counted);
  expect(holdings.placesOf('key')).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(holdings.delay(counted, idle, true)).toBe(Number.POSITIVE_INFINITY);
  expect(holdings.takeUnused(false)).toEqual([{ name: 'key', at: REDIS_NOW, count: 1 }]);
  expect(holdings.takeUnused(true)).toEqual([]);
});

test('only what is not held is asked for', () => {
  const window = { name: 'key', configured: 300, sent: 0 };
  const unlimited = { name: 'free', configured: Number.POSITIVE_INFINITY, sent: 0 };
  const wants = holding({}).lacking([{ cost: 3, windows: [window, unlimited] }, need], idle, true);
  expect(wants).toEqual([
    { cost: 3, slots: 0, pages: 2, windows: [{ name: 'key', limit: 300, count: 1 }] },
    { cost: 1, slots: 1, pages: 1, windows: [] },
  ]);
});
