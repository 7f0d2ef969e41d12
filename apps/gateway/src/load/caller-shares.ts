/** A limited resource: permits of requests, and the process, which active operations use. */
export type Shared = 'permits' | 'active';

/** The counts of one caller. */
export interface CallerCounts extends Record<Shared, number> {
  readonly caller: string;
}

/** Part of a limit that is kept for callers with few. */
const KEPT = 0.25;
/** Part of an even share below which a caller has few. */
const LITTLE = 0.5;

/**
 * Counts per caller of limited resources. Both are counts of one object, which each operation has: a caller would otherwise
 * be looked up for each change of either.
 */
export class CallerShares {
  readonly total: Record<Shared, number> = { permits: 0, active: 0 };
  /** Numbers of callers with any. */
  readonly #callers: Record<Shared, number> = { permits: 0, active: 0 };
  readonly #ofCallers = new Map<string, CallerCounts>();

  /** Returns the counts of a caller. */
  of(caller: string): CallerCounts {
    return this.#ofCallers.get(caller) ?? { caller, permits: 0, active: 0 };
  }

  /** @param counts the present ones, or those to which the caller's others were added */
  add(counts: CallerCounts, resource: Shared, amount: 1 | -1): void {
    const { caller, permits, active } = counts;
    // A caller without counts has no entry: the map is never longer than the totals.
    if (permits + active === 0) this.#ofCallers.set(caller, counts);
    else if (permits + active + amount === 0) this.#ofCallers.delete(caller);
    if (counts[resource] === 0) this.#callers[resource] += 1;
    else if (counts[resource] + amount === 0) this.#callers[resource] -= 1;
    counts[resource] += amount;
    this.total[resource] += amount;
  }

  /** Returns true if `limit` is nearly reached and this caller has more than the part that is kept for each. */
  isOverShare(caller: string, resource: Shared, limit: number): boolean {
    const total = this.total[resource];
    if (total < limit * (1 - KEPT)) return false;
    const own = this.of(caller)[resource];
    // A single caller may have all of the limit.
    if (own === 0 || own === total) return false;
    return own >= (limit / this.#callers[resource]) * LITTLE;
  }
}
