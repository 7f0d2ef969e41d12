/** Cancels a scheduled call; no effect once it has run. */
export type Cancel = () => void;

/** Source of all time in the sandbox: limits, latency, churn, ends of sessions, times of written rows. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after the delay. */
  schedule(run: () => void, delayMs: number): Cancel;
}

// Node runs a timer with a longer delay at once.
const maxTimeoutMs = 2 ** 31 - 1;

/** System time. */
export const realClock: Clock = {
  now: () => Date.now(),
  /** Calls `run` once after the delay. */
  schedule(run, delayMs) {
    const timer = setTimeout(run, Math.min(delayMs, maxTimeoutMs));
    return () => clearTimeout(timer);
  },
};

/** Resolves after pending promises and input have been handled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves after this time of the clock. Never rejects. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(resolve, ms);
  });
}
