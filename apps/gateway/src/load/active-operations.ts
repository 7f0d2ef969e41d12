import type { CallerShares } from './caller-shares.ts';

/** Distinguishes operations that use the process from those that wait for the upstream. */
export interface ActiveOperations {
  /** Begins an operation, which is active at first. */
  begin(caller: string): ActiveOperation;
  /** Called at even intervals: removes the operations that have waited for long. */
  sweep(lagMs: number): void;
}

export interface ActiveOperation {
  waitFor<T>(this: void, call: Promise<T>): Promise<T>;
  /** Ends the operation; further calls have no effect. */
  end(this: void): void;
}

/**
 * Time in milliseconds, and multiple of the lag, after which a call in flight counts as a wait for the upstream. The result
 * of a shorter one may have arrived already: events that the loop has not yet handled are work of the process.
 */
const WAITS_AFTER_MS = 250;
const TIMES_LAG = 4;

/** @param active counts the operations that use the process */
export function createActiveOperations(active: CallerShares, now: () => number): ActiveOperations {
  /** Begins of the waits of operations that are still counted, oldest first. */
  const out = new Map<object, { readonly since: number; readonly leave: () => void }>();

  return {
    begin(caller) {
      const operation = {};
      let calls = 0;
      let counted = false;
      let ended = false;
      const count = (): void => {
        if (counted) return;
        counted = true;
        active.add(caller, 1);
      };
      const leave = (): void => {
        if (!counted) return;
        counted = false;
        active.add(caller, -1);
      };
      const returned = (): void => {
        calls -= 1;
        if (ended) return;
        // While some of its calls are in flight, it handles the results of the others, and its wait begins again.
        out.delete(operation);
        count();
        if (calls > 0) out.set(operation, { since: now(), leave });
      };
      count();
      return {
        waitFor(call) {
          calls += 1;
          if (!ended && !out.has(operation)) out.set(operation, { since: now(), leave });
          void call.then(returned, returned);
          return call;
        },
        end() {
          ended = true;
          out.delete(operation);
          leave();
        },
      };
    },
    sweep(lagMs) {
      const longest = now() - Math.max(WAITS_AFTER_MS, TIMES_LAG * lagMs);
      for (const [operation, { since, leave }] of out) {
        if (since > longest) return;
        out.delete(operation);
        leave();
      }
    },
  };
}
