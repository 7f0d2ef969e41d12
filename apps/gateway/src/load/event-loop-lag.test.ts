import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventLoopLag, type EventLoopLag } from './event-loop-lag.ts';

/** A clock that goes on without the loop's taking a turn, as it does while a turn takes long. */
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

/** One turn that takes so long; the timer that was due meanwhile comes after it. */
function work(ms: number): void {
  now += ms;
}
const turnEnds = (): void => void vi.advanceTimersByTime(10);

test('an idle loop has none', () => {
  idle(5);
  expect(lag.currentMs()).toBe(0);
});

test('a turn that takes long is seen while it lasts', () => {
  idle(1);
  work(110);
  expect(lag.currentMs()).toBe(100);
});

test('and after it, by half each time, until it is forgotten', () => {
  idle(1);
  work(110);
  turnEnds();
  expect(lag.currentMs()).toBe(50);
  idle(1);
  expect(lag.currentMs()).toBe(25);
  idle(10);
  expect(lag.currentMs()).toBeLessThan(0.1);
});

test('each turn of the timer is told', () => {
  idle(2);
  work(110);
  turnEnds();
  idle(1);
  expect(samples).toEqual([0, 0, 50, 25]);
});

test('one late turn among punctual ones counts half, several in a row for what they are', () => {
  for (let turn = 0; turn < 8; turn += 1) {
    work(50);
    turnEnds();
  }
  expect(lag.currentMs()).toBeCloseTo(40, 0);
});

test('a loop with a timer that keeps it up ends with it', () => {
  lag.close();
  expect(vi.getTimerCount()).toBe(0);
});
