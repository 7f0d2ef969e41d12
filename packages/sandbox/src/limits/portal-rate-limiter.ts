import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Switches } from '../switches.ts';
import type { LeakyBucket } from './leaky-bucket.ts';

const windowMs = 1000;

/** Sliding-window limiter of the native calls of the whole portal (contract §5, "Portal rate"). */
export interface PortalRateLimiter {
  /**
   * Counts a call that runs now. New requests are rejected, not delayed.
   * @throws ApiError if the limit is exceeded
   */
  acquire(switches: Switches): void;
  /**
   * Reserves the next free time and returns the milliseconds until then. Inner pages are delayed, not rejected.
   * @throws ApiError if the leaky bucket overflows
   */
  reserve(switches: Switches): number;
  clear(): void;
}

/** Makes a limiter of `limit` calls a second. */
export function createPortalRateLimiter(clock: Clock, limit: number, bucket: LeakyBucket | null): PortalRateLimiter {
  const reservations: number[] = [];

  function nextFreeTime(): number {
    const now = clock.now();
    const oldest = reservations.length < limit ? undefined : reservations[reservations.length - limit];
    return oldest === undefined ? now : Math.max(now, oldest + windowMs);
  }
  function reserveAt(time: number): void {
    reservations.push(time);
    if (reservations.length > limit) reservations.shift();
  }
  return {
    acquire({ portalOverflow }) {
      const time = nextFreeTime();
      if (time > clock.now() || bucket?.add() === false) throw overflow(portalOverflow);
      reserveAt(time);
    },
    reserve({ portalOverflow }) {
      if (bucket?.add() === false) throw overflow(portalOverflow);
      const time = nextFreeTime();
      reserveAt(time);
      return time - clock.now();
    },
    clear() {
      reservations.length = 0;
      bucket?.clear();
    },
  };
}

/** Returns the error of an exceeded limit: the sources name two (contract §9, "429 flavour"). */
function overflow(flavour: Switches['portalOverflow']): ApiError {
  if (flavour === 'BITRIX_UNAVAILABLE') {
    return new ApiError(502, 'BITRIX_UNAVAILABLE', 'Bitrix24 returned 503 Service Unavailable');
  }
  return new ApiError(429, 'RATE_LIMITED', 'QUERY_LIMIT_EXCEEDED', {
    hint: 'Wait 1-2 seconds before the next request',
    retryAfter: 2,
  });
}
