import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventLoopLag, type EventLoopLag } from './event-loop-lag.ts';

/** A clock that advances without an iteration of the event loop, as during a long iteration. */
let now = 0;
let lag: EventLoopLag;
let samples: number[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  samples = [];
  lag = createEventLoopLag({ now: () => now, onSample: (meanMs) => samples.push(meanMs) });
});
afterEach(() => {
  lag.close();
  vi.useRealTimers();
});

function idle(turns: number): void {
  for (let turn = 0; turn < turns; turn += 1) {
    now += 10;
    vi.advanceTimersByTime(10);
  }
}

/** Runs one iteration of this duration; the timer that was due meanwhile fires after it. */
function work(ms: number): void {
  now += ms;
}
const turnEnds = (): void => void vi.advanceTimersByTime(10);

test('an idle event loop has no lag', () => {
  idle(5);
  expect(lag.currentMs()).toBe(0);
});

test('the lag of a long iteration is measured while it lasts', () => {
  idle(1);
  work(110);
  expect(lag.currentMs()).toBe(100);
});

test('after a long iteration, the lag halves with each sample', () => {
  idle(1);
  work(110);
  turnEnds();
  expect(lag.currentMs()).toBe(50);
  idle(1);
  expect(lag.currentMs()).toBe(25);
  idle(10);
  expect(lag.currentMs()).toBeLessThan(0.1);
});

test('the callback receives each sample of the lag', () => {
  idle(2);
  work(110);
  turnEnds();
  idle(1);
  expect(samples).toEqual([0, 0, 50, 25]);
});

test('one late sample counts half, several in a row count in full', () => {
  for (let turn = 0; turn < 8; turn += 1) {
    work(50);
    turnEnds();
  }
  expect(lag.currentMs()).toBeCloseTo(40, 0);
});

test('the timer of the lag can be stopped', () => {
  lag.close();
  expect(vi.getTimerCount()).toBe(0);
});
