/** A limited resource: permits of requests, and the process, which active operations use. */
export type Shared = 'permits' | 'active';

/** The counts of one caller. */
export interface CallerCounts extends Record<Shared, number> {
  readonly caller: string;
  /** True while they are found by the caller. */
  isKnown: boolean;
}

/** Part of a limit that is kept for callers with few. */
const KEPT = 0.25;
/** Part of an even share below which a caller has few. */
const LITTLE = 0.5;
/** Number of callers above which one without counts is forgotten. Most callers come back; each takes 200 bytes. */
const MAX_IDLE = 1000;

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
    return this.#ofCallers.get(caller) ?? { caller, permits: 0, active: 0, isKnown: false };
  }

  /** @param counts the present ones, or those to which the caller's others were added */
  add(counts: CallerCounts, resource: Shared, amount: 1 | -1): void {
    if (!counts.isKnown) this.#ofCallers.set(counts.caller, counts);
    if (counts[resource] === 0) this.#callers[resource] += 1;
    else if (counts[resource] + amount === 0) this.#callers[resource] -= 1;
    counts[resource] += amount;
    this.total[resource] += amount;
    counts.isKnown = counts.permits + counts.active > 0 || this.#ofCallers.size <= MAX_IDLE;
    if (!counts.isKnown) this.#ofCallers.delete(counts.caller);
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
