import { type AdjustableClock, adjustable } from './adjustable-clock.ts';

/** Clock that advances only when it is moved by a test. */
export interface ManualClock extends AdjustableClock {
  /** Moves forward step by step until the promise settles, and returns the promise. */
  advanceUntil<T>(promise: Promise<T>, stepMs: number): Promise<T>;
}

/** Makes a clock for tests: an adjustable clock over a stopped one. */
export function createManualClock(startMs = Date.UTC(2026, 0, 15, 9)): ManualClock {
  const clock = adjustable({ now: () => startMs, schedule: () => () => {} });
  return Object.assign(clock, {
    async advanceUntil<T>(promise: Promise<T>, stepMs: number) {
      const state = { settled: false };
      const watched = promise.finally(() => {
        state.settled = true;
      });
      // The caller receives the rejection; this handler only keeps it from counting as unhandled.
      watched.catch(() => {});
      while (!state.settled) await clock.advance(stepMs);
      return watched;
    },
  });
}
