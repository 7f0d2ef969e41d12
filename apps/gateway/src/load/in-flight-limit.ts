/** Limit of active operations that follows the lag of the event loop. */
export interface InFlightLimit {
  /** Infinity while the loop keeps up. */
  readonly current: number;
  /**
   * Called at even intervals.
   * @param lagMs lag of the event loop in milliseconds
   * @param inFlight number of active operations
   * @param isWarm true if the process has run long enough for its code to be compiled
   */
  sample(lagMs: number, inFlight: number, isWarm: boolean): void;
}

export interface InFlightLimitOptions {
  /** Lag in milliseconds above which the loop is late. */
  readonly lateMs: number;
  /** Minimum of the limit. */
  readonly atLeast: number;
  /** Default: the system clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * Duration in milliseconds, and number of samples, of lag that is overload. A large page delays one iteration, and the next
 * ones, which catch up. A process that has just started is slow at anything.
 */
const SUSTAINED = { warmMs: 100, coldMs: 3000, samples: 5 };
/** Factors per sample: a tenth less with lag, a fiftieth more without. */
const LESS = 0.9;
const MORE = 1.02;
/** The limit is lifted when it exceeds the active operations by this factor. */
const NO_LIMIT = 8;

/**
 * Creates a limit that is set when the event loop has been late for some time, falls while it is late, and rises while it
 * is not. The present lag alone would be too little: between two late iterations it would admit far more requests than can
 * be handled in time.
 */
export function createInFlightLimit(options: InFlightLimitOptions): InFlightLimit {
  const { lateMs, atLeast, now = () => performance.now() } = options;
  let limit = Number.POSITIVE_INFINITY;
  let lateSince: number | undefined;
  let lateSamples = 0;

  return {
    get current() {
      return limit;
    },
    sample(lagMs, inFlight, isWarm) {
      if (lagMs < lateMs) {
        lateSince = undefined;
        lateSamples = 0;
        limit = Math.max(limit + 1, limit * MORE);
        if (limit > NO_LIMIT * Math.max(inFlight, atLeast)) limit = Number.POSITIVE_INFINITY;
      } else if (limit < Number.POSITIVE_INFINITY || isSustained(isWarm)) {
        limit = Math.max(atLeast, Math.min(limit, inFlight) * LESS);
      }
    },
  };

  function isSustained(isWarm: boolean): boolean {
    lateSince ??= now();
    lateSamples += 1;
    const sustainedMs = isWarm ? SUSTAINED.warmMs : SUSTAINED.coldMs;
    return lateSamples >= SUSTAINED.samples && now() - lateSince >= sustainedMs;
  }
}
