import { LRUCache } from 'lru-cache';
import {
  BrokenCircuitError,
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  handleWhen,
  SamplingBreaker,
} from 'cockatiel';
import { credentialKey } from '../credentials.ts';
import { UpstreamError, type UpstreamErrorCode } from '../errors.ts';
import type { Step, UpstreamEvent } from './send.ts';

export interface BreakerOptions {
  /** Part of the calls of the last 30 s that must fail to open it, from 0 to 1. Default 0.5; 0 is off. */
  readonly threshold?: number;
  /** How long it stays open before one call may try, in milliseconds. Default 10,000. */
  readonly halfOpenAfterMs?: number;
  readonly onState?: (state: Extract<UpstreamEvent, { type: 'breaker' }>['state']) => void;
}

export interface Breakers {
  readonly step: Step;
  /** How many callers' breakers are open. */
  open(): number;
}

const WINDOW_MS = 30_000;
/** A few failures among a few calls say nothing: at least 5 in the window. */
const MIN_CALLS_PER_SECOND = 5 / (WINDOW_MS / 1000);
const MAX_CALLERS = 5000;
const CALLER_TTL_MS = 10 * 60_000;

/** What says that the portal is in trouble, rather than that a request is wrong. */
const counted: Record<UpstreamErrorCode, boolean> = {
  unavailable: true,
  timeout: true,
  network: true,
  bad_response: false,
  rate_limited: false,
  cancelled: false,
  unauthorized: false,
  forbidden: false,
  not_found: false,
  rejected: false,
};

/** The upstream's word for a portal whose methods take too long (contract §5): 429, but trouble all the same. */
const TROUBLE_CODE = 'OPERATION_TIME_LIMIT';

/**
 * Stops sending for a caller whose portal fails, and tries again with one call after a while: failing at once is better
 * for those who wait, and for the portal. A breaker a caller, since callers of different portals share the gateway.
 */
export function createBreakers({ threshold = 0.5, halfOpenAfterMs = 10_000, onState }: BreakerOptions = {}): Breakers {
  const breakers = new LRUCache<string, Breaker>({ max: MAX_CALLERS, ttl: CALLER_TTL_MS, updateAgeOnGet: true });
  if (threshold === 0) return { step: (next) => next, open: () => 0 };

  return {
    open: () => [...breakers.values()].filter(({ policy }) => policy.state === CircuitState.Open).length,
    step: (next) => async (request, credentials, options) => {
      const key = credentialKey(credentials);
      const breaker = breakers.get(key) ?? createBreaker();
      breakers.set(key, breaker);
      try {
        return await breaker.policy.execute(() => next(request, credentials, options));
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        const retryAfterMs = Math.max(0, breaker.openedAt + halfOpenAfterMs - performance.now());
        throw new UpstreamError('unavailable', `${request.endpoint}: not sent, since the portal's last calls failed.`, {
          retryAfterMs,
        });
      }
    },
  };

  function createBreaker(): Breaker {
    const policy = circuitBreaker(handleWhen(isTrouble), {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new SamplingBreaker({ threshold, duration: WINDOW_MS, minimumRps: MIN_CALLS_PER_SECOND }),
    });
    const breaker: Breaker = { policy, openedAt: 0 };
    policy.onBreak(() => {
      breaker.openedAt = performance.now();
      onState?.('open');
    });
    policy.onHalfOpen(() => onState?.('half-open'));
    policy.onReset(() => onState?.('closed'));
    return breaker;
  }
}

interface Breaker {
  readonly policy: CircuitBreakerPolicy;
  openedAt: number;
}

function isTrouble(error: unknown): boolean {
  return error instanceof UpstreamError && (counted[error.code] || error.details.code === TROUBLE_CODE);
}
