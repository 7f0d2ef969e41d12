/** The part of a budget that an amount would exceed: that of all callers, or that of the one caller. */
export type ExceededShare = 'all' | 'caller';

/** A budget of memory, in values or in bytes, and the amounts that callers have reserved of it. */
export interface MemoryBudget {
  /** Returns the share that a further amount would exceed. A single reservation never exceeds any. */
  exceeded(caller: string, amount: number): ExceededShare | undefined;
  /** Reserves an amount. Returns the function that releases it; undefined without a limit. */
  reserve(caller: string, amount: number): (() => void) | undefined;
}

/** Leaves memory for the other callers. */
const SHARE_OF_ONE_CALLER = 0.5;

/** @param max maximum sum of all amounts; 0 is no limit */
export function createMemoryBudget(max: number): MemoryBudget {
  const ofCaller = new Map<string, number>();
  let all = 0;
  const add = (caller: string, amount: number): void => {
    all += amount;
    const rest = (ofCaller.get(caller) ?? 0) + amount;
    // A caller without reservations has no entry: the map never grows beyond the reservations.
    if (rest === 0) ofCaller.delete(caller);
    else ofCaller.set(caller, rest);
  };
  // Without a limit, nothing reads the sums.
  if (max === 0) return { exceeded: () => undefined, reserve: () => undefined };
  return {
    exceeded(caller, amount) {
      if (all > 0 && all + amount > max) return 'all';
      const own = ofCaller.get(caller) ?? 0;
      return own > 0 && own + amount > max * SHARE_OF_ONE_CALLER ? 'caller' : undefined;
    },
    reserve(caller, amount) {
      add(caller, amount);
      return () => add(caller, -amount);
    },
  };
}
