import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PortalRate } from './sliding-window-limiter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const WINDOW_MS = 1010;
const answered = { answered: true };

/** How many requests of one read may start now, before one has to wait. */
function burstOf(rate: PortalRate): number {
  let count = 0;
  for (; rate.delay() === 0 && count < 1000; count += 1) rate.take(1).release(answered);
  return count;
}

test('lets as many start as a second has, and then waits for the first to be out of it', () => {
  const rate = new PortalRate(10);
  expect(burstOf(rate)).toBe(10);
  expect(rate.delay()).toBe(WINDOW_MS);
  vi.advanceTimersByTime(WINDOW_MS);
  expect(burstOf(rate)).toBe(10);
});

test('without a limit never waits, except for a pause', () => {
  const rate = new PortalRate(Number.POSITIVE_INFINITY);
  rate.refused(2000);
  expect(rate.delay()).toBe(2000);
  vi.advanceTimersByTime(2000);
  expect(burstOf(rate)).toBe(1000);
});

test('a request counts until a second after its answer: it may have been on its way for long', () => {
  const rate = new PortalRate(1);
  const slow = rate.take(1);
  vi.advanceTimersByTime(2000);
  expect(rate.delay()).toBe(WINDOW_MS);
  slow.release(answered);
  vi.advanceTimersByTime(WINDOW_MS - 1);
  expect(rate.delay()).toBe(1);
});

describe('a request of several reads', () => {
  test('takes a place for each', () => {
    const rate = new PortalRate(10);
    rate.take(7);
    expect(burstOf(rate)).toBe(3);
  });

  test('holds them until it ends: when they are made is not seen', () => {
    const rate = new PortalRate(10);
    const long = rate.take(9);
    vi.advanceTimersByTime(2000);
    // Nine of them may be read right now.
    expect(burstOf(rate)).toBe(1);
    long.release(answered);
    expect(rate.delay()).toBe(WINDOW_MS);
    vi.advanceTimersByTime(WINDOW_MS);
    expect(burstOf(rate)).toBe(10);
  });

  test('that is overdue is taken to read evenly: others have the rest, the more the longer it takes', () => {
    const rate = new PortalRate(10);
    const hanging = rate.take(100);
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

  test('never holds all of it once it is overdue', () => {
    const rate = new PortalRate(1);
    rate.take(1);
    vi.advanceTimersByTime(2001);
    expect(burstOf(rate)).toBe(1);
  });

  test('gives back at once what its answer shows not to have been needed', () => {
    const rate = new PortalRate(10);
    rate.take(100).release({ answered: true, pages: 2 });
    expect(burstOf(rate)).toBe(8);
  });

  test('longer than a second goes ahead of who comes later, and gives back what it did not need', () => {
    const rate = new PortalRate(10);
    const long = rate.take(100);
    expect(rate.delay()).toBeGreaterThanOrEqual(9 * WINDOW_MS);
    vi.advanceTimersByTime(500);
    long.release(answered);
    expect(rate.delay()).toBeLessThanOrEqual(WINDOW_MS);
  });
});

test('reads of a request that nobody waits for any more may still be made', () => {
  const rate = new PortalRate(10);
  rate.take(20).release({ answered: false });
  expect(rate.delay()).toBe(2 * WINDOW_MS);
});

describe('learning', () => {
  test('a refusal pauses, halves the rate, and time gives it back a tenth at a time', () => {
    const rate = new PortalRate(10);
    rate.refused(2000);
    expect(rate.delay()).toBe(2000);
    vi.advanceTimersByTime(2000);
    expect(burstOf(rate)).toBe(5);
    vi.advanceTimersByTime(3000);
    expect(burstOf(rate)).toBe(6);
    vi.advanceTimersByTime(60_000);
    expect(burstOf(rate)).toBe(10);
  });

  test('requests that were under way together halve the rate once', () => {
    const rate = new PortalRate(10);
    const sentAt = performance.now();
    vi.advanceTimersByTime(50);
    rate.refused(0, sentAt);
    vi.advanceTimersByTime(10);
    rate.refused(0, sentAt + 20);
    expect(rate.perSecond).toBe(5);
    rate.refused(0, sentAt + 60);
    expect(rate.perSecond).toBe(2);
  });

  test('another refusal begins the way up anew', () => {
    const rate = new PortalRate(10);
    rate.refused(0);
    vi.advanceTimersByTime(4000);
    rate.refused(0);
    vi.advanceTimersByTime(4000);
    expect(rate.perSecond).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(rate.perSecond).toBe(3);
  });

  test('refusals go down to one a second, not to none', () => {
    const rate = new PortalRate(10);
    for (let index = 0; index < 20; index += 1) rate.refused(0);
    expect(burstOf(rate)).toBe(1);
  });

  test('the portal’s own word holds, down and up, within what is configured', () => {
    const rate = new PortalRate(10);
    rate.learn(4);
    expect(burstOf(rate)).toBe(4);
    rate.learn(50);
    vi.advanceTimersByTime(60_000);
    expect(burstOf(rate)).toBe(10);
  });
});
