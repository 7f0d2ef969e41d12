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

/** Clock that advances only when it is moved by a test. */
export interface ManualClock extends Clock {
  /** Moves forward and runs the calls that fall due, in order, each at its own time; waits for the work they start. */
  advance(ms: number): Promise<void>;
  /** Moves forward step by step until the promise settles, and returns the promise. */
  advanceUntil<T>(promise: Promise<T>, stepMs: number): Promise<T>;
  /** Number of scheduled calls. */
  readonly pending: number;
}

/** Makes a clock for tests. */
export function createManualClock(startMs = Date.UTC(2026, 0, 15, 9)): ManualClock {
  let now = startMs;
  let nextId = 0;
  const due = new Map<number, { at: number; run: () => void }>();

  function earliest(until: number): [number, { at: number; run: () => void }] | null {
    let found: [number, { at: number; run: () => void }] | null = null;
    for (const entry of due) if (entry[1].at <= until && (found === null || entry[1].at < found[1].at)) found = entry;
    return found;
  }
  async function advance(ms: number): Promise<void> {
    const until = now + ms;
    await settled();
    for (let next = earliest(until); next !== null; next = earliest(until)) {
      due.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].run();
      await settled();
    }
    now = until;
  }
  return {
    now: () => now,
    /** Calls `run` once after the delay. */
    schedule(run, delayMs) {
      const id = nextId++;
      due.set(id, { at: now + Math.max(0, delayMs), run });
      return () => due.delete(id);
    },
    advance,
    async advanceUntil(promise, stepMs) {
      const state = { settled: false };
      const watched = promise.finally(() => {
        state.settled = true;
      });
      // The caller receives the rejection; this handler only keeps it from counting as unhandled.
      watched.catch(() => {});
      while (!state.settled) await advance(stepMs);
      return watched;
    },
    get pending() {
      return due.size;
    },
  };
}

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
