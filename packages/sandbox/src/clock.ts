/** Undoes a scheduled call that has not run yet. */
export type Cancel = () => void;

/** Where all time of the sandbox comes from: limits, latency, churn, session ends and the stamps of written rows. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  schedule(run: () => void, delayMs: number): Cancel;
}

// Past it a timer of Node fires at once.
const longestTimeoutMs = 2 ** 31 - 1;

/** The time of the machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  schedule(run, delayMs) {
    const timer = setTimeout(run, Math.min(delayMs, longestTimeoutMs));
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on and runs what fell due, in order, each at its own time; waits for what they start. */
  advance(ms: number): Promise<void>;
  /** Moves on step by step until the promise is settled, and gives its value. */
  advanceUntil<T>(promise: Promise<T>, stepMs: number): Promise<T>;
  /** How many calls are scheduled. */
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
      // A rejection is the caller's, through what is returned; here it must only not count as unhandled.
      watched.catch(() => {});
      while (!state.settled) await advance(stepMs);
      return watched;
    },
    get pending() {
      return due.size;
    },
  };
}

/** Lets promises and input already under way come to rest. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Resolves after the time of the clock; rejects never. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(resolve, ms);
  });
}
