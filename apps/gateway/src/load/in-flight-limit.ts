/** Limit of the operations that use the process at a time, as far as the event loop keeps up with them. */
export interface InFlightLimit {
  /** Infinite while the loop keeps up. */
  readonly current: number;
  /**
   * Called at even intervals.
   * @param lagMs how late the event loop is, in milliseconds
   * @param inFlight how many operations use the process
   * @param isWarm whether the process has run long enough for its code to be compiled
   */
  sample(lagMs: number, inFlight: number, isWarm: boolean): void;
}

export interface InFlightLimitOptions {
  /** Lag from which on the loop is late, in milliseconds. */
  readonly lateMs: number;
  /** Lowest limit, however late the loop is. */
  readonly atLeast: number;
  /** Default: the machine's clock, in milliseconds. */
  readonly now?: () => number;
}

/**
 * A large page makes one turn late, and the next ones, which make up for it: only what lasts for so long, in
 * milliseconds, and for so many samples, is overload. A process that has just started is slow at anything.
 */
const SUSTAINED = { warmMs: 100, coldMs: 3000, samples: 5 };
/** A tenth less in each interval in which the loop is late, a fiftieth more in each other. */
const LESS = 0.9;
const MORE = 1.02;
/** So many times what is there, a limit is none any more. */
const NO_LIMIT = 8;

/**
 * A limit that begins when the event loop has been late for some time, falls while it is late, and rises while it is not.
 * Whether it is late at this moment alone would be too little: it lets in what comes in the moments between, far more
 * than can be answered in time.
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
