import { UpstreamError, type UpstreamErrorCode } from '../../errors.ts';
import { CircuitBreaker, type CircuitBreakerOptions } from './circuit-breaker.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { After, Hook } from './step.ts';

/** Options of the circuit breakers; {@link breakerDefaults} has the defaults. */
export interface BreakerOptions {
  /** Share of the calls of the last 30 s that must fail to open it, from 0 to 1; 0 is off. */
  readonly threshold?: number;
  /**
   * Maximum reset timeout in milliseconds: how long the breaker stays open before one call is let through as a probe.
   * The first is half a second at most, and each failed probe doubles it. After a probe that took longer to
   * fail, the breaker stays open for as long as that took.
   */
  readonly maxResetTimeoutMs?: number;
  /** Returns a number from 0 to 1; for tests. Default Math.random. */
  readonly random?: () => number;
  readonly onState?: CircuitBreakerOptions['onState'];
}

export const breakerDefaults = { threshold: 0.5, maxResetTimeoutMs: 10_000 } as const satisfies BreakerOptions;

/** First reset timeout; short, since most outages are: after one of some seconds, callers wait at most as long again. */
const RESET_TIMEOUT_MS = 500;

type Outcome = 'success' | 'failure' | 'ignored';

/** Outcome of a call for its breaker, by error code: a portal that rejects a request works. */
const outcomeOfCode: Record<UpstreamErrorCode, Outcome> = {
  unavailable: 'failure',
  timeout: 'failure',
  network: 'failure',
  // A limit of the portal's, or our own queue: neither says whether the portal works.
  rate_limited: 'ignored',
  cancelled: 'ignored',
  bad_response: 'success',
  unauthorized: 'success',
  forbidden: 'success',
  not_found: 'success',
  rejected: 'success',
};

/** The code of a portal whose methods take too long (contract §5): 429, but a failure all the same. */
const FAILURE_CODE = 'OPERATION_TIME_LIMIT';

/**
 * Creates the step that stops sending for a caller whose portal fails: to fail at once is better for the caller and for
 * the portal. Each caller has a breaker of its own, since callers of different portals share the gateway.
 */
export function breakCircuits(options: BreakerOptions = {}): Hook {
  const {
    threshold,
    maxResetTimeoutMs,
    random = Math.random,
    onState = () => undefined,
  } = { ...breakerDefaults, ...options };
  if (threshold === 0) return { before: () => undefined };
  const breakerOptions = { threshold, resetTimeoutMs: RESET_TIMEOUT_MS, maxResetTimeoutMs, random, onState };
  return {
    before({ caller, request }) {
      caller.breaker ??= new CircuitBreaker(breakerOptions);
      const retryAfterMs = caller.breaker.acquire();
      if (retryAfterMs === 0) return new Watched(caller.breaker);
      throw new UpstreamError('unavailable', `${request.endpoint}: not sent, since the portal's last calls failed.`, {
        retryAfterMs,
      });
    },
  };
}

/** Reports the outcome of a call to its breaker. */
class Watched implements After {
  readonly #breaker: CircuitBreaker;
  readonly #opened: number;

  constructor(breaker: CircuitBreaker) {
    this.#breaker = breaker;
    this.#opened = breaker.opened;
  }

  onAnswer(): void {
    this.#breaker.onSuccess(this.#opened);
  }

  onError(error: unknown, { askedAt, queueWaitMs }: OutgoingRequest): unknown {
    const outcome = error instanceof UpstreamError ? outcomeOf(error) : 'ignored';
    if (outcome === 'success') this.#breaker.onSuccess(this.#opened);
    else if (outcome === 'failure') this.#breaker.onFailure(this.#opened, performance.now() - askedAt - queueWaitMs);
    else this.#breaker.onIgnored(this.#opened);
    return error;
  }
}

/** Any 5xx is a failure: also a full queue of the portal's, which callers see as a limit. */
function outcomeOf({ code, details }: UpstreamError): Outcome {
  if (details.code === FAILURE_CODE || (details.status ?? 0) >= 500) return 'failure';
  return outcomeOfCode[code];
}
