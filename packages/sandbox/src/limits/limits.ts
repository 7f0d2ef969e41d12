import type { Clock } from '../clock.ts';
import { defaultLimits, type Limits } from '../options.ts';
import { createErrorLoop, type ErrorLoop } from './error-loop.ts';
import { createKeyWindow, type KeyWindow } from './key-window.ts';
import { createPortalQueue, type PortalQueue } from './portal-queue.ts';
import { createPortalRate, type PortalRate } from './portal-rate.ts';

/** Everything that the upstream limits. */
export interface ActiveLimits {
  key: KeyWindow;
  rate: PortalRate;
  queue: PortalQueue;
  errorLoop: ErrorLoop;
}

/** Makes the limits, or null when they are off. */
export function createLimits(clock: Clock, options: Partial<Limits> | 'off' = {}): ActiveLimits | null {
  if (options === 'off') return null;
  const limits = { ...defaultLimits, ...options };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`limits.${name} must be a whole number above 0: ${value}`);
  }
  return {
    key: createKeyWindow(clock, limits.requestsPerMinute),
    rate: createPortalRate(clock, limits.nativePerSecond),
    queue: createPortalQueue(clock, limits.concurrent, limits.queueTimeoutMs),
    errorLoop: createErrorLoop(clock, limits.errorLoopAfter),
  };
}
