import type { SharedNeed } from '@contacts/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FallbackShare } from './fallback-share.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const limits = { concurrency: 2, perSecond: 10 };
const need = (cost = 1, sent = 0): SharedNeed => ({ cost, windows: [{ name: 'key', configured: 300, sent }] });

test.each([
  { replicas: 1, inFlight: 1, pages: 9, sent: 299, delay: 0 },
  { replicas: 2, inFlight: 0, pages: 4, sent: 149, delay: 0 },
  { replicas: 2, inFlight: 1, pages: 0, sent: 0, delay: Number.POSITIVE_INFINITY },
  { replicas: 3, inFlight: 0, pages: 2, sent: 99, delay: 0 },
  { replicas: 3, inFlight: 0, pages: 3, sent: 0, delay: 1010 - 500 },
  { replicas: 3, inFlight: 0, pages: 0, sent: 100, delay: 1000 },
  { replicas: 20, inFlight: 0, pages: 0, sent: 0, delay: 0 },
  { replicas: 20, inFlight: 0, pages: 1, sent: 0, delay: 1010 - 500 },
])(
  'one of $replicas replicas with $inFlight requests in flight, $pages pages and $sent in the minute waits $delay ms',
  ({ replicas, inFlight, pages, sent, delay }) => {
    const usage = { inFlight, pageAges: Array.from({ length: pages }, () => 500) };
    expect(new FallbackShare(limits).delay(need(1, sent), usage, replicas)).toBe(delay);
  },
);

test('a part of less than one slot is kept by a rest after each request', () => {
  const share = new FallbackShare(limits);
  share.take(need(), 4);
  vi.advanceTimersByTime(100);
  share.release(4);
  expect(share.delay(need(), { inFlight: 0, pageAges: [] }, 4)).toBe(100);
});

test('a request that costs more than the part is followed by a rest of as many seconds', () => {
  const share = new FallbackShare(limits);
  share.take(need(20), 2);
  expect(share.delay(need(), { inFlight: 0, pageAges: [] }, 2)).toBe(4000);
});
