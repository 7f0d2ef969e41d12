import type { CallerShares } from './caller-shares.ts';

/** Tells operations that use the process from those that wait for the upstream. */
export interface ActiveOperations {
  /** Begins an operation, which is active at first. */
  begin(caller: string): ActiveOperation;
  /** Called at even intervals: takes out what has waited for long. */
  sweep(lagMs: number): void;
}

export interface ActiveOperation {
  waitFor<T>(this: void, call: Promise<T>): Promise<T>;
  /** Ends it; more than once is the same as once. */
  end(this: void): void;
}

/**
 * A call that is out for this long, in milliseconds, and for some times the lag, waits for the upstream. One that is out
 * for less may have its answer here already: what the process has not yet come to is work that waits for the process.
 */
const WAITS_AFTER_MS = 250;
const TIMES_LAG = 4;

/** @param active where operations are counted while they use the process */
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
        // Where some of its calls are out, it works on the others' answers, and waits anew.
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
