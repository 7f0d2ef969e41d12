import { type Cancel, type Clock, settled } from './clock.ts';

/** Clock that can be moved forward, so that `/_sandbox/clock` and tests skip waits. */
export interface AdjustableClock extends Clock {
  /** Moves forward and runs the calls that fall due, in order, each at its own time; waits for the work they start. */
  advance(ms: number): Promise<void>;
  /** Cancels all scheduled calls. */
  stop(): void;
  /** Number of scheduled calls. */
  readonly pending: number;
}

interface Scheduled {
  at: number;
  run: () => void;
  cancel: Cancel;
}

/** Makes a clock that follows another one, ahead of it by the sum of all advances. */
export function adjustable(base: Clock): AdjustableClock {
  let ahead = 0;
  let lastId = 0;
  const scheduled = new Map<number, Scheduled>();
  const now = (): number => base.now() + ahead;

  function arm(id: number, at: number, run: () => void): void {
    const due = (): void => {
      scheduled.delete(id);
      run();
    };
    scheduled.set(id, { at, run, cancel: base.schedule(due, Math.max(0, at - now())) });
  }
  function takeEarliest(until: number): Scheduled | null {
    let first: readonly [number, Scheduled] | null = null;
    for (const entry of scheduled)
      if (entry[1].at <= until && (first === null || entry[1].at < first[1].at)) first = entry;
    if (first === null) return null;
    const [id, call] = first;
    call.cancel();
    scheduled.delete(id);
    return call;
  }
  return {
    now,
    schedule(run, delayMs) {
      lastId += 1;
      const id = lastId;
      arm(id, now() + Math.max(0, delayMs), run);
      return () => {
        scheduled.get(id)?.cancel();
        scheduled.delete(id);
      };
    },
    async advance(ms) {
      const until = now() + ms;
      await settled();
      for (let next = takeEarliest(until); next !== null; next = takeEarliest(until)) {
        ahead += Math.max(0, next.at - now());
        next.run();
        await settled();
      }
      ahead += Math.max(0, until - now());
      // The remaining calls fall due earlier by the base clock than when they were scheduled there.
      for (const [id, { at, run, cancel }] of scheduled) {
        cancel();
        arm(id, at, run);
      }
    },
    stop() {
      for (const { cancel } of scheduled.values()) cancel();
      scheduled.clear();
    },
    get pending() {
      return scheduled.size;
    },
  };
}
