import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { delaysAtOnce, KeyWindow } from './key-window.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function taken(perMinute: number, count: number, everyMs = 0): KeyWindow {
  const window = new KeyWindow(perMinute);
  for (let index = 0; index < count; index += 1) {
    window.take();
    vi.advanceTimersByTime(everyMs);
  }
  return window;
}

test('a window admits as many requests as a minute has, and then waits until the oldest leaves it', () => {
  const window = taken(3, 3, 1000);
  expect(window.delay()).toBe(60_500 - 3000);
  vi.advanceTimersByTime(window.delay());
  expect(window.delay()).toBe(0);
  window.take();
  expect(window.delay()).toBe(1000);
});

test('a window computes the delay of a request behind others', () => {
  const window = taken(3, 3, 1000);
  expect([0, 1, 2].map((ahead) => window.delay(ahead))).toEqual([57_500, 58_500, 59_500]);
  expect(taken(3, 0).delay(2)).toBe(0);
});

test('a window without a limit never delays, whatever the headers say', () => {
  const window = taken(Number.POSITIVE_INFINITY, 1000);
  window.onHeaders({ limit: 1, remaining: 0, resetMs: 1000 });
  expect(window.delay()).toBe(0);
});

test('the share of the minute that is left excludes the requests of others', () => {
  const window = taken(4, 1);
  expect(window.shareLeft).toBe(0.75);
  window.onHeaders({ limit: 4, remaining: 1, resetMs: 20_000 });
  expect(window.shareLeft).toBe(0.25);
  window.pause(1000);
  expect(window.shareLeft).toBe(0);
  vi.advanceTimersByTime(60_500);
  expect(window.shareLeft).toBe(1);
  expect(taken(Number.POSITIVE_INFINITY, 1000).shareLeft).toBe(1);
});

describe('the headers', () => {
  test('headers reveal requests that others make with the key', () => {
    const window = taken(300, 10);
    window.onHeaders({ limit: 300, remaining: 0, resetMs: 20_000 });
    expect(window.delay()).toBe(20_000);
    vi.advanceTimersByTime(20_000);
    expect(window.delay()).toBe(0);
  });

  test('headers lower the limit and raise it again, but not above the configured one', () => {
    const window = taken(5, 2);
    window.onHeaders({ limit: 2, remaining: 0, resetMs: 60_000 });
    expect(window.delay()).toBeGreaterThan(0);
    window.onHeaders({ limit: 1000, remaining: 998, resetMs: 60_000 });
    for (let index = 0; index < 3; index += 1) {
      expect(window.delay()).toBe(0);
      window.take();
    }
    expect(window.delay()).toBe(60_500);
  });

  test('headers cannot stop a key for longer than a minute', () => {
    const window = taken(300, 1);
    window.onHeaders({ limit: 0, remaining: 0, resetMs: 999_999_999_000 });
    expect(window.delay()).toBeLessThanOrEqual(60_500);
    vi.advanceTimersByTime(60_500);
    expect(window.delay()).toBe(0);
  });
});

describe('a key that others use, too', () => {
  test('requests of others leave the minute one after the other: at the reset one place is free, not all', () => {
    const window = taken(300, 10);
    window.onHeaders({ limit: 300, remaining: 0, resetMs: 20_000 });
    vi.advanceTimersByTime(20_000);
    expect(window.delay()).toBe(0);
    window.take();
    expect(window.delay()).toBeGreaterThan(0);
  });

  test('the headers of an answer do not count requests that were sent after its request', () => {
    const window = new KeyWindow(5);
    window.take();
    const sentAt = performance.now();
    vi.advanceTimersByTime(10);
    window.take();
    window.take();
    window.onHeaders({ limit: 5, remaining: 3, resetMs: 60_000 }, sentAt);
    // One of another, three of ours.
    expect(window.shareLeft).toBeCloseTo(1 / 5);
  });

  test('an own request that the upstream no longer counts does not lower the count of others', () => {
    const window = taken(5, 1);
    vi.advanceTimersByTime(60_200);
    window.take();
    window.onHeaders({ limit: 5, remaining: 3, resetMs: 60_000 });
    vi.advanceTimersByTime(400);
    expect(window.shareLeft).toBeCloseTo(3 / 5);
  });
});

describe('headers that count less than was sent in the minute are of a shorter window', () => {
  test('headers of a shorter window do not lower the limit', () => {
    const window = taken(300, 40, 200);
    window.onHeaders({ limit: 10, remaining: 5, resetMs: 1000 });
    expect(window.delay()).toBe(0);
    expect(window.shareLeft).toBeCloseTo(260 / 300);
  });

  test('headers of a shorter window that is used up pause the key', () => {
    const window = taken(300, 40, 200);
    window.onHeaders({ limit: 10, remaining: 0, resetMs: 1000 });
    expect(window.delay()).toBe(1000);
    vi.advanceTimersByTime(1000);
    expect(window.delay()).toBe(0);
  });
});

test('a window is fresh while there is nothing to remember', () => {
  const window = taken(5, 0);
  expect(window.isFresh).toBe(true);
  window.take();
  expect(window.isFresh).toBe(false);
  vi.advanceTimersByTime(60_500);
  expect(window.isFresh).toBe(true);
  window.pause(1000);
  expect(window.isFresh).toBe(false);
  vi.advanceTimersByTime(1000);
  window.onHeaders({ limit: 5, remaining: 2, resetMs: 1000 });
  expect(window.isFresh).toBe(false);
});

test('the fullest of several windows determines the delay', () => {
  const [free, full] = [taken(5, 1), taken(1, 1)];
  expect(delaysAtOnce()([free, full])).toBe(60_500);
  expect(delaysAtOnce()([free])).toBe(0);
});

test('a paused window delays for the time of the pause', () => {
  const window = taken(300, 0);
  window.pause(2000);
  window.pause(500);
  expect(window.delay()).toBe(2000);
  vi.advanceTimersByTime(2000);
  expect(window.delay()).toBe(0);
});

test('a place that is given back is free at once, and no other place is', () => {
  const window = new KeyWindow(2);
  const first = performance.now();
  window.take(first);
  vi.advanceTimersByTime(10);
  window.take();
  window.giveBack(first);
  expect(window.delay()).toBe(0);
  window.giveBack(first);
  window.take();
  expect(window.delay()).toBe(60_500);
});
