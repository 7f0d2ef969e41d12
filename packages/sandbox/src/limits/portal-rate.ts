import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Switches } from '../switches.ts';
import type { LeakyBucket } from './leaky-bucket.ts';

const secondMs = 1000;

/** Native calls of the whole portal in any second (contract §5, "Portal rate"). */
export interface PortalRate {
  /** Takes a place now, or throws: the overflow of new requests surfaces as an error. */
  take(switches: Switches): void;
  /** Takes the next free place and says in how many milliseconds it is: inner pages are paced. Throws like `take`. */
  reserve(switches: Switches): number;
  clear(): void;
}

/** Makes the counter of `limit` calls a second. */
export function createPortalRate(clock: Clock, limit: number, bucket: LeakyBucket | null): PortalRate {
  const places: number[] = [];

  function nextPlace(): number {
    const now = clock.now();
    const oldest = places.length < limit ? undefined : places[places.length - limit];
    return oldest === undefined ? now : Math.max(now, oldest + secondMs);
  }
  function takeAt(at: number): void {
    places.push(at);
    if (places.length > limit) places.shift();
  }
  return {
    take({ portalOverflow }) {
      const at = nextPlace();
      if (at > clock.now() || bucket?.add() === false) throw overflow(portalOverflow);
      takeAt(at);
    },
    reserve({ portalOverflow }) {
      if (bucket?.add() === false) throw overflow(portalOverflow);
      const at = nextPlace();
      takeAt(at);
      return at - clock.now();
    },
    clear() {
      places.length = 0;
      bucket?.clear();
    },
  };
}

/** Contract §9, "429 flavour". */
function overflow(flavour: Switches['portalOverflow']): ApiError {
  if (flavour === 'BITRIX_UNAVAILABLE') {
    return new ApiError(502, 'BITRIX_UNAVAILABLE', 'Bitrix24 returned 503 Service Unavailable');
  }
  return new ApiError(429, 'RATE_LIMITED', 'QUERY_LIMIT_EXCEEDED', {
    hint: 'Wait 1-2 seconds before the next request',
    retryAfter: 2,
  });
}
