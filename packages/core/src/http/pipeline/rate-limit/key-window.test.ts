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

test('lets as many go as a minute has, and then waits for the oldest to be out of it', () => {
  const window = taken(3, 3, 1000);
  expect(window.delay()).toBe(60_500 - 3000);
  vi.advanceTimersByTime(window.delay());
  expect(window.delay()).toBe(0);
  window.take();
  expect(window.delay()).toBe(1000);
});

test('tells how long it takes for one behind others', () => {
  const window = taken(3, 3, 1000);
  expect([0, 1, 2].map((ahead) => window.delay(ahead))).toEqual([57_500, 58_500, 59_500]);
  expect(taken(3, 0).delay(2)).toBe(0);
});

test('without a limit never waits, whatever the headers say', () => {
  const window = taken(Number.POSITIVE_INFINITY, 1000);
  window.onHeaders({ limit: 1, remaining: 0, resetMs: 1000 });
  expect(window.delay()).toBe(0);
});

test('tells which share of the minute is left, what others used not among it', () => {
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
  test('tell of requests that others make with the key', () => {
    const window = taken(300, 10);
    window.onHeaders({ limit: 300, remaining: 0, resetMs: 20_000 });
    expect(window.delay()).toBe(20_000);
    vi.advanceTimersByTime(20_000);
    expect(window.delay()).toBe(0);
  });

  test('lower the limit and raise it again, but not above what is configured', () => {
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

  test('cannot stop a key for longer than a minute, or for good', () => {
    const window = taken(300, 1);
    window.onHeaders({ limit: 0, remaining: 0, resetMs: 999_999_999_000 });
    expect(window.delay()).toBeLessThanOrEqual(60_500);
    vi.advanceTimersByTime(60_500);
    expect(window.delay()).toBe(0);
  });
});

describe('a key that others use, too', () => {
  test('their requests leave the minute one after the other: at the reset one place is free, not all', () => {
    const window = taken(300, 10);
    window.onHeaders({ limit: 300, remaining: 0, resetMs: 20_000 });
    vi.advanceTimersByTime(20_000);
    expect(window.delay()).toBe(0);
    window.take();
    expect(window.delay()).toBeGreaterThan(0);
  });

  test('requests sent after the one that is answered are not in what its headers tell', () => {
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

  test('one that the upstream no longer counts does not lower the count of others', () => {
    const window = taken(5, 1);
    vi.advanceTimersByTime(60_200);
    window.take();
    window.onHeaders({ limit: 5, remaining: 3, resetMs: 60_000 });
    vi.advanceTimersByTime(400);
    expect(window.shareLeft).toBeCloseTo(3 / 5);
  });
});

describe('headers that count less than was sent in the minute are of a shorter window', () => {
  test('they neither lower the limit', () => {
    const window = taken(300, 40, 200);
    window.onHeaders({ limit: 10, remaining: 5, resetMs: 1000 });
    expect(window.delay()).toBe(0);
    expect(window.shareLeft).toBeCloseTo(260 / 300);
  });

  test('nor are they passed', () => {
    const window = taken(300, 40, 200);
    window.onHeaders({ limit: 10, remaining: 0, resetMs: 1000 });
    expect(window.delay()).toBe(1000);
    vi.advanceTimersByTime(1000);
    expect(window.delay()).toBe(0);
  });
});

test('is fresh while there is nothing to remember', () => {
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

test('of several minutes the fullest one tells how long it takes', () => {
  const [free, full] = [taken(5, 1), taken(1, 1)];
  expect(delaysAtOnce()([free, full])).toBe(60_500);
  expect(delaysAtOnce()([free])).toBe(0);
});

test('a pause holds for its time', () => {
  const window = taken(300, 0);
  window.pause(2000);
  window.pause(500);
  expect(window.delay()).toBe(2000);
  vi.advanceTimersByTime(2000);
  expect(window.delay()).toBe(0);
});

test('a place that is given back is free at once, and another one is not', () => {
  const window = new KeyWindow(2);
  const first = window.take();
  vi.advanceTimersByTime(10);
  window.take();
  window.giveBack(first);
  expect(window.delay()).toBe(0);
  window.giveBack(first);
  window.take();
  expect(window.delay()).toBe(60_500);
});
