import type { Clock } from '../clock.ts';
import { defaultLimits, type Limits } from '../options.ts';
import { createErrorLoop, type ErrorLoop } from './error-loop.ts';
import { createKeyWindow, type KeyWindow } from './key-window.ts';
import { createLeakyBucket } from './leaky-bucket.ts';
import { createPortalQueue, type PortalQueue } from './portal-queue.ts';
import { createPortalRate, type PortalRate } from './portal-rate.ts';

/** Everything that the upstream limits. */
export interface ActiveLimits {
  key: KeyWindow;
  /** Searches by key; null when they are limited like everything else. */
  search: KeyWindow | null;
  rate: PortalRate;
  queue: PortalQueue;
  errorLoop: ErrorLoop;
}

const mayBeOff = new Set(['searchesPerMinute', 'leakyBucket']);

/** Makes the limits, or null when they are off. */
export function createLimits(clock: Clock, options: Partial<Limits> | 'off' = {}): ActiveLimits | null {
  if (options === 'off') return null;
  const limits = { ...defaultLimits, ...options };
  for (const [name, value] of Object.entries(limits)) {
    const least = mayBeOff.has(name) ? 0 : 1;
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`limits.${name} must be a whole number from ${least}: ${value}`);
    }
  }
  const { searchesPerMinute, leakyBucket, leakyPerSecond } = limits;
  const bucket = leakyBucket === 0 ? null : createLeakyBucket(clock, leakyBucket, leakyPerSecond);
  return {
    key: createKeyWindow(clock, limits.requestsPerMinute),
    search: searchesPerMinute === 0 ? null : createKeyWindow(clock, searchesPerMinute),
    rate: createPortalRate(clock, limits.nativePerSecond, bucket),
    queue: createPortalQueue(clock, limits.concurrent, limits.queueTimeoutMs),
    errorLoop: createErrorLoop(clock, limits.errorLoopAfter),
  };
}

/** The window that judges a request: searches may have a tighter one. */
export function windowFor({ key, search }: ActiveLimits, path: string): KeyWindow {
  return search !== null && path.endsWith('/search') ? search : key;
}

/** Takes a request's units, where a search counts for both windows. */
export function takeUnits(limits: ActiveLimits, path: string, source: string, units: number): void {
  const window = windowFor(limits, path);
  window.take(source, units);
  if (window !== limits.key) limits.key.take(source, units);
}

/** Forgets all that was counted. */
export function clearLimits({ key, search, rate, errorLoop }: ActiveLimits): void {
  for (const limit of [key, search, rate, errorLoop]) limit?.clear();
}
