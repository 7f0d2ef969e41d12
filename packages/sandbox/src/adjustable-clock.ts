import type { Cancel, Clock } from './clock.ts';

/** A clock that can be set forward: `/_sandbox/clock` and tests jump over waits. */
export interface AdjustableClock extends Clock {
  /** Moves on at once; what falls due by that is run. */
  advance(ms: number): void;
  /** Forgets all that is scheduled. */
  stop(): void;
}

interface Scheduled {
  at: number;
  run: () => void;
  cancel: Cancel;
}

/** Makes a clock that follows another one, ahead of it by what it was advanced. */
export function adjustable(base: Clock): AdjustableClock {
  let ahead = 0;
  let nextId = 0;
  const scheduled = new Map<number, Scheduled>();
  const now = (): number => base.now() + ahead;

  function arm(id: number, at: number, run: () => void): void {
    const cancel = base.schedule(
      () => {
        scheduled.delete(id);
        run();
      },
      Math.max(0, at - now()),
    );
    scheduled.set(id, { at, run, cancel });
  }
  return {
    now,
    schedule(run, delayMs) {
      nextId += 1;
      const id = nextId;
      arm(id, now() + Math.max(0, delayMs), run);
      return () => {
        scheduled.get(id)?.cancel();
        scheduled.delete(id);
      };
    },
    advance(ms) {
      ahead += ms;
      const inOrder = [...scheduled].toSorted(([, a], [, b]) => a.at - b.at);
      for (const [id, entry] of inOrder) {
        entry.cancel();
        if (!scheduled.delete(id)) continue;
        if (entry.at <= now()) entry.run();
        else arm(id, entry.at, entry.run);
      }
    },
    stop() {
      for (const { cancel } of scheduled.values()) cancel();
      scheduled.clear();
    },
  };
}
