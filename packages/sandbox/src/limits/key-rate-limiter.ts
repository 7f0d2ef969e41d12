import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';

const windowMs = 60_000;

/** State of a key's window, as the X-RateLimit headers show it. */
export interface RateLimitStatus {
  limit: number;
  remaining: number;
  /** Seconds until the oldest unit leaves the window. */
  resetSeconds: number;
}

/** Sliding-window limiter of the requests of each key (contract §5, "Limits"). Rejected requests do not count. */
export interface KeyRateLimiter {
  /**
   * Counts `units` requests of a key.
   * @throws ApiError if the limit would be exceeded
   */
  acquire(key: string, units: number): RateLimitStatus;
  /** Returns the status of a key without counting; of an unused key for null. */
  status(key: string | null): RateLimitStatus;
  clear(): void;
}

/** Makes a limiter of `limit` units a minute. */
export function createKeyRateLimiter(clock: Clock, limit: number): KeyRateLimiter {
  const timesByKey = new Map<string, number[]>();

  function timesOf(key: string): number[] {
    const times = timesByKey.getOrInsertComputed(key, () => []);
    const windowStart = clock.now() - windowMs;
    const first = times.findIndex((time) => time > windowStart);
    if (first !== 0) times.splice(0, first === -1 ? times.length : first);
    return times;
  }
  function statusOf(times: readonly number[]): RateLimitStatus {
    const [oldest] = times;
    const resetMs = oldest === undefined ? windowMs : oldest + windowMs - clock.now();
    return { limit, remaining: Math.max(0, limit - times.length), resetSeconds: Math.ceil(resetMs / 1000) };
  }
  return {
    acquire(key, units) {
      const times = timesOf(key);
      const now = clock.now();
      if (times.length + units > limit) throw exceeded(limit, statusOf(times).resetSeconds);
      for (let unit = 0; unit < units; unit += 1) times.push(now);
      return statusOf(times);
    },
    status: (key) => statusOf(key === null ? [] : timesOf(key)),
    clear: () => timesByKey.clear(),
  };
}

function exceeded(limit: number, retryAfter: number): ApiError {
  return new ApiError(429, 'RATE_LIMITED', `Rate limit exceeded: ${limit} requests per 60 seconds`, {
    hint: `Wait ${retryAfter} seconds before the next request`,
    retryAfter,
  });
}
