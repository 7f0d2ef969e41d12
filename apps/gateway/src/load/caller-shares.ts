/** Counts per caller of a limited resource. */
export interface CallerShares {
  readonly total: number;
  of(caller: string): number;
  add(caller: string, amount: 1 | -1): void;
  /** Returns true if `limit` is nearly reached and this caller has more than the part that is kept for each. */
  isOverShare(caller: string, limit: number): boolean;
}

/** Part of a limit that is kept for callers with few. */
const KEPT = 0.25;
/** Part of an even share below which a caller has few. */
const LITTLE = 0.5;

export function createCallerShares(): CallerShares {
  const ofCaller = new Map<string, number>();
  let total = 0;
  const of = (caller: string): number => ofCaller.get(caller) ?? 0;
  return {
    get total() {
      return total;
    },
    of,
    add(caller, amount) {
      total += amount;
      const rest = of(caller) + amount;
      // A caller with a count of zero has no entry: the map is never longer than the total.
      if (rest === 0) ofCaller.delete(caller);
      else ofCaller.set(caller, rest);
    },
    isOverShare(caller, limit) {
      if (total < limit * (1 - KEPT)) return false;
      const own = of(caller);
      // A single caller may have all of the limit.
      if (own === 0 || own === total) return false;
      return own >= (limit / ofCaller.size) * LITTLE;
    },
  };
}
