import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeyWindow } from './key-window.ts';

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
  window.learn({ limit: 1, remaining: 0, resetMs: 1000 });
  expect(window.delay()).toBe(0);
});

test('tells which share of the minute is left, what others used not among it', () => {
  const window = taken(4, 1);
  expect(window.shareLeft).toBe(0.75);
  window.learn({ limit: 4, remaining: 1, resetMs: 20_000 });
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
    window.learn({ limit: 300, remaining: 0, resetMs: 20_000 });
    expect(window.delay()).toBe(20_000);
    vi.advanceTimersByTime(20_000);
    expect(window.delay()).toBe(0);
  });

  test('lower the limit and raise it again, but not above what is configured', () => {
    const window = taken(5, 2);
    window.learn({ limit: 2, remaining: 0, resetMs: 60_000 });
    expect(window.delay()).toBeGreaterThan(0);
    window.learn({ limit: 1000, remaining: 998, resetMs: 60_000 });
    for (let index = 0; index < 3; index += 1) {
      expect(window.delay()).toBe(0);
      window.take();
    }
    expect(window.delay()).toBe(60_500);
  });

  test('cannot stop a key for longer than a minute, or for good', () => {
    const window = taken(300, 1);
    window.learn({ limit: 0, remaining: 0, resetMs: 999_999_999_000 });
    expect(window.delay()).toBeLessThanOrEqual(60_500);
    vi.advanceTimersByTime(60_500);
    expect(window.delay()).toBe(0);
  });
});

test('a pause holds for its time', () => {
  const window = taken(300, 0);
  window.pause(2000);
  window.pause(500);
  expect(window.delay()).toBe(2000);
  vi.advanceTimersByTime(2000);
  expect(window.delay()).toBe(0);
});
