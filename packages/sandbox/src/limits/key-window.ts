import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';

const windowMs = 60_000;

/** What is left of a key's minute, for the X-RateLimit headers. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** Seconds until the oldest unit of the window is free again. */
  resetSeconds: number;
}

/** Counts requests in a sliding minute by key (contract §5, "Limits"). Refused requests do not count. */
export interface KeyWindow {
  take(key: string, units: number): Allowance;
  /** The allowance as it stands, of a key or of nobody. */
  look(key: string | null): Allowance;
  clear(): void;
}

/** Makes the counter of `limit` units a minute. */
export function createKeyWindow(clock: Clock, limit: number): KeyWindow {
  const taken = new Map<string, number[]>();

  function current(key: string): number[] {
    const stamps = taken.get(key) ?? [];
    const oldest = clock.now() - windowMs;
    const fresh = stamps.findIndex((at) => at > oldest);
    if (fresh !== 0) stamps.splice(0, fresh === -1 ? stamps.length : fresh);
    taken.set(key, stamps);
    return stamps;
  }
  function allowance(stamps: readonly number[]): Allowance {
    const [oldest] = stamps;
    const resetMs = oldest === undefined ? windowMs : oldest + windowMs - clock.now();
    return { limit, remaining: Math.max(0, limit - stamps.length), resetSeconds: Math.ceil(resetMs / 1000) };
  }
  return {
    take(key, units) {
      const stamps = current(key);
      const now = clock.now();
      const before = allowance(stamps);
      if (stamps.length + units > limit) {
        throw new ApiError(429, 'RATE_LIMITED', `Rate limit exceeded: ${limit} requests per 60 seconds`, {
          hint: `Wait ${before.resetSeconds} seconds before the next request`,
          retryAfter: before.resetSeconds,
        });
      }
      for (let unit = 0; unit < units; unit += 1) stamps.push(now);
      return allowance(stamps);
    },
    look: (key) => allowance(key === null ? [] : current(key)),
    clear: () => taken.clear(),
  };
}
