import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SlidingWindowLimiter } from './sliding-window-limiter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const WINDOW_MS = 1010;
const answered = { answered: true };

/** Returns the number of requests of one read that may start now. */
function burstOf(rate: SlidingWindowLimiter): number {
  let count = 0;
  for (; rate.delay() === 0 && count < 1000; count += 1) rate.reserve(1).release(answered);
  return count;
}

test('as many requests start as a second has, and the next one waits until the first has left it', () => {
  const rate = new SlidingWindowLimiter(10);
  expect(burstOf(rate)).toBe(10);
  expect(rate.delay()).toBe(WINDOW_MS);
  vi.advanceTimersByTime(WINDOW_MS);
  expect(burstOf(rate)).toBe(10);
});

test('without a limit a request waits only during a pause', () => {
  const rate = new SlidingWindowLimiter(Number.POSITIVE_INFINITY);
  rate.onThrottled(2000);
  expect(rate.delay()).toBe(2000);
  vi.advanceTimersByTime(2000);
  expect(burstOf(rate)).toBe(1000);
});

test('a request counts until a second after its answer: it may have been in transit for long', () => {
  const rate = new SlidingWindowLimiter(1);
  const slow = rate.reserve(1);
  vi.advanceTimersByTime(2000);
  expect(rate.delay()).toBe(WINDOW_MS);
  slow.release(answered);
  vi.advanceTimersByTime(WINDOW_MS - 1);
  expect(rate.delay()).toBe(1);
});

describe('a request of several reads', () => {
  test('a request of several reads reserves a place for each', () => {
    const rate = new SlidingWindowLimiter(10);
    rate.reserve(7);
    expect(burstOf(rate)).toBe(3);
  });

  test('a request of several reads holds its places until it ends, since the time of its reads is unknown', () => {
    const rate = new SlidingWindowLimiter(10);
    const long = rate.reserve(9);
    vi.advanceTimersByTime(2000);
    // Nine of them may be read right now.
    expect(burstOf(rate)).toBe(1);
    long.release(answered);
    expect(rate.delay()).toBe(WINDOW_MS);
    vi.advanceTimersByTime(WINDOW_MS);
    expect(burstOf(rate)).toBe(10);
  });

  test('an overdue request of several reads counts as reading evenly, and others have the rest', () => {
    const rate = new SlidingWindowLimiter(10);
    const hanging = rate.reserve(100);
    vi.advanceTimersByTime(9 * WINDOW_MS + 2000);
    expect(rate.delay(), 'its last page may be read just now').toBeGreaterThan(0);
    vi.advanceTimersByTime(1000);
    expect(burstOf(rate), '100 in 12 s are 9 a second').toBe(1);
    vi.advanceTimersByTime(8000);
    expect(burstOf(rate), '100 in 20 s are 5 a second').toBe(5);
    hanging.release(answered);
    vi.advanceTimersByTime(WINDOW_MS);
    expect(burstOf(rate)).toBe(10);
  });

  test('an overdue request never holds the whole rate', () => {
    const rate = new SlidingWindowLimiter(1);
    rate.reserve(1);
    vi.advanceTimersByTime(2001);
    expect(burstOf(rate)).toBe(1);
  });

  test('an answered request releases at once the places that its answer shows as unneeded', () => {
    const rate = new SlidingWindowLimiter(10);
    rate.reserve(100).release({ answered: true, pages: 2 });
    expect(burstOf(rate)).toBe(8);
  });

  test('a request of more reads than a second has goes before later ones, and releases unneeded places', () => {
    const rate = new SlidingWindowLimiter(10);
    const long = rate.reserve(100);
    expect(rate.delay()).toBeGreaterThanOrEqual(9 * WINDOW_MS);
    vi.advanceTimersByTime(500);
    long.release(answered);
    expect(rate.delay()).toBeLessThanOrEqual(WINDOW_MS);
  });
});

test('an abandoned request may still be read by the upstream, and holds its places', () => {
  const rate = new SlidingWindowLimiter(10);
  rate.reserve(20).release({ answered: false });
  expect(rate.delay()).toBe(2 * WINDOW_MS);
});

describe('throttling', () => {
  test('throttling pauses and halves the rate, which recovers by a tenth at a time', () => {
    const rate = new SlidingWindowLimiter(10);
    rate.onThrottled(2000);
    expect(rate.delay()).toBe(2000);
    vi.advanceTimersByTime(2000);
    expect(burstOf(rate)).toBe(5);
    vi.advanceTimersByTime(3000);
    expect(burstOf(rate)).toBe(6);
    vi.advanceTimersByTime(60_000);
    expect(burstOf(rate)).toBe(10);
  });

  test('throttling of requests in flight together halves the rate once', () => {
    const rate = new SlidingWindowLimiter(10);
    const sentAt = performance.now();
    vi.advanceTimersByTime(50);
    rate.onThrottled(0, sentAt);
    vi.advanceTimersByTime(10);
    rate.onThrottled(0, sentAt + 20);
    expect(rate.perSecond).toBe(5);
    rate.onThrottled(0, sentAt + 60);
    expect(rate.perSecond).toBe(2);
  });

  test('repeated throttling restarts the recovery', () => {
    const rate = new SlidingWindowLimiter(10);
    rate.onThrottled(0);
    vi.advanceTimersByTime(4000);
    rate.onThrottled(0);
    vi.advanceTimersByTime(4000);
    expect(rate.perSecond).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(rate.perSecond).toBe(3);
  });

  test('throttling lowers the rate to one request a second at least', () => {
    const rate = new SlidingWindowLimiter(10);
    for (let index = 0; index < 20; index += 1) rate.onThrottled(0);
    expect(burstOf(rate)).toBe(1);
  });

  test('the rate that the portal reports replaces a throttled rate, up to the configured one', () => {
    const rate = new SlidingWindowLimiter(10);
    rate.setReportedRate(4);
    expect(burstOf(rate)).toBe(4);
    rate.setReportedRate(50);
    vi.advanceTimersByTime(60_000);
    expect(burstOf(rate)).toBe(10);
  });
});
