import type { Clock } from '../clock.ts';
import { defaultLimits, type Limits } from '../options.ts';
import { createErrorLoop, type ErrorLoop } from './error-loop.ts';
import { createKeyRateLimiter, type KeyRateLimiter } from './key-rate-limiter.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import { createConcurrencyLimiter, type ConcurrencyLimiter } from './concurrency-limiter.ts';
import { createPortalRateLimiter, type PortalRateLimiter } from './portal-rate-limiter.ts';

/** The limiters of the upstream. */
export interface ActiveLimits {
  key: KeyRateLimiter;
  /** Further limit of searches; null if they have none. */
  search: KeyRateLimiter | null;
  rate: PortalRateLimiter;
  concurrency: ConcurrencyLimiter;
  errorLoop: ErrorLoop;
}

const zeroIsOff = new Set(['searchesPerMinute', 'leakyBucket']);

/**
 * Makes the limiters; null if the limits are off.
 * @throws RangeError if a limit is not a whole number, or too small
 */
export function createLimits(clock: Clock, options: Partial<Limits> | 'off' = {}): ActiveLimits | null {
  if (options === 'off') return null;
  const limits = { ...defaultLimits, ...options };
  for (const [name, value] of Object.entries(limits)) {
    const least = zeroIsOff.has(name) ? 0 : 1;
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`limits.${name} must be a whole number of at least ${least} (got ${value})`);
    }
  }
  const { searchesPerMinute, leakyBucket, leakyPerSecond } = limits;
  const bucket = leakyBucket === 0 ? null : createLeakyBucket(clock, leakyBucket, leakyPerSecond);
  return {
    key: createKeyRateLimiter(clock, limits.requestsPerMinute),
    search: searchesPerMinute === 0 ? null : createKeyRateLimiter(clock, searchesPerMinute),
    rate: createPortalRateLimiter(clock, limits.nativePerSecond, bucket),
    concurrency: createConcurrencyLimiter(clock, limits.concurrent, limits.queueTimeoutMs),
    errorLoop: createErrorLoop(clock, limits.errorLoopAfter),
  };
}

/** Returns the limiter whose status the headers of a response show: searches may have one of their own. */
export function limiterFor({ key, search }: ActiveLimits, path: string): KeyRateLimiter {
  return search !== null && path.endsWith('/search') ? search : key;
}

/** Counts the units of a request. A search counts for both limiters. */
export function acquireUnits(limits: ActiveLimits, path: string, source: string, units: number): void {
  const limiter = limiterFor(limits, path);
  limiter.acquire(source, units);
  if (limiter !== limits.key) limits.key.acquire(source, units);
}

/** Resets the counts of all limiters. Running requests keep their permits. */
export function clearLimits({ key, search, rate, errorLoop }: ActiveLimits): void {
  for (const limit of [key, search, rate, errorLoop]) limit?.clear();
}
