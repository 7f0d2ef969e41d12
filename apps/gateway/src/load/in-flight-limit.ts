/** How many operations may be under way at a time, as far as the event loop keeps up with them. */
export interface InFlightLimit {
  readonly current: number;
  /** To be told, at even intervals, how late the loop is and how many are under way. */
  sample(lagMs: number, inFlight: number): void;
}

/** Less by a tenth in each interval in which the loop is late, more by a fiftieth in each other. */
const LESS = 0.9;
const MORE = 1.02;

/**
 * Goes down while the event loop is late, and up again slowly. Whether it is late at this moment alone would be too little:
 * it lets in whoever comes in the moments between, far more than can be answered in time.
 * @param shedLagMs how late is late
 * @param atLeast what there may be however late it is
 */
export function createInFlightLimit(shedLagMs: number, atLeast: number): InFlightLimit {
  let limit = Number.POSITIVE_INFINITY;
  return {
    get current() {
      return limit;
    },
    sample(lagMs, inFlight) {
      if (lagMs >= shedLagMs) limit = Math.max(atLeast, Math.min(limit, inFlight) * LESS);
      else if (limit < Number.POSITIVE_INFINITY) limit = Math.max(limit + 1, limit * MORE);
    },
  };
}
