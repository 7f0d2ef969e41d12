import { adjustable } from './adjustable-clock.ts';
import type { Clock } from './clock.ts';

/** Clock that advances only when it is moved by a test. */
export interface ManualClock extends Clock {
  /** Moves forward and runs the calls that fall due, in order, each at its own time; waits for the work they start. */
  advance(ms: number): Promise<void>;
  /** Moves forward step by step until the promise settles, and returns the promise. */
  advanceUntil<T>(promise: Promise<T>, stepMs: number): Promise<T>;
  /** Number of scheduled calls. */
  readonly pending: number;
}

/** Makes a clock for tests: an adjustable clock over a stopped one. */
export function createManualClock(startMs = Date.UTC(2026, 0, 15, 9)): ManualClock {
  const clock = adjustable({ now: () => startMs, schedule: () => () => {} });
  return {
    now: clock.now,
    schedule: clock.schedule,
    advance: clock.advance,
    async advanceUntil(promise, stepMs) {
      const state = { settled: false };
      const watched = promise.finally(() => {
        state.settled = true;
      });
      // The caller receives the rejection; this handler only keeps it from counting as unhandled.
      watched.catch(() => {});
      while (!state.settled) await clock.advance(stepMs);
      return watched;
    },
    get pending() {
      return clock.pending;
    },
  };
}
