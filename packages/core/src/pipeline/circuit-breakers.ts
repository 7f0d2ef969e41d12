import { LRUCache } from 'lru-cache';
import { credentialKey } from '../credentials.ts';
import { UpstreamError, type UpstreamErrorCode } from '../errors.ts';
import { Circuit, type CircuitOptions, type Health } from './circuit-breaker.ts';
import type { Step } from './send.ts';

export interface BreakerOptions {
  /** Part of the calls of the last 30 s that must fail to open it, from 0 to 1. Default 0.5; 0 is off. */
  readonly threshold?: number;
  /**
   * Maximum reset timeout in milliseconds: how long the breaker stays open before one call is let through as a probe.
   * Default 10,000. The first is half a second at most, and each failed probe doubles it. After a probe that took longer to
   * fail, the breaker stays open for as long as that took.
   */
  readonly maxResetTimeoutMs?: number;
  /** Returns a number from 0 to 1; for tests. Default Math.random. */
  readonly random?: () => number;
  readonly onState?: CircuitOptions['onState'];
}

export interface Breakers {
  readonly step: Step;
  /** How many callers' breakers are open. */
  open(): number;
}

/** Short, since most outages are: after one that lasted for some seconds, callers wait about as long again at most. */
const RESET_TIMEOUT_MS = 500;
const MAX_CALLERS = 5000;
const CALLER_TTL_MS = 10 * 60_000;

/** What an error says about the portal: that it is in trouble, that a request was wrong, or nothing. */
const healthOf: Record<UpstreamErrorCode, Health> = {
  unavailable: 'failing',
  timeout: 'failing',
  network: 'failing',
  // A limit of the portal's, or our own queue: neither says whether the portal works.
  rate_limited: 'unknown',
  cancelled: 'unknown',
  bad_response: 'well',
  unauthorized: 'well',
  forbidden: 'well',
  not_found: 'well',
  rejected: 'well',
};

/** The upstream's word for a portal whose methods take too long (contract §5): 429, but trouble all the same. */
const TROUBLE_CODE = 'OPERATION_TIME_LIMIT';

/**
 * Stops sending for a caller whose portal fails, and tries again with one call after a while: failing at once is better
 * for those who wait, and for the portal. A breaker a caller, since callers of different portals share the gateway.
 */
export function createBreakers(options: BreakerOptions = {}): Breakers {
  const { threshold = 0.5, maxResetTimeoutMs = 10_000, random = Math.random, onState = () => undefined } = options;
  const circuit = { threshold, resetTimeoutMs: RESET_TIMEOUT_MS, maxResetTimeoutMs, random, onState };
  const circuits = new LRUCache<string, Circuit>({ max: MAX_CALLERS, ttl: CALLER_TTL_MS, updateAgeOnGet: true });
  if (threshold === 0) return { step: (next) => next, open: () => 0 };

  return {
    open: () => [...circuits.values()].filter(({ isOpen }) => isOpen).length,
    step: (next) => async (request, credentials, sendOptions) => {
      const pass = circuitOf(credentialKey(credentials)).enter();
      if (typeof pass === 'number') {
        throw new UpstreamError('unavailable', `${request.endpoint}: not sent, since the portal's last calls failed.`, {
          retryAfterMs: pass,
        });
      }
      let waitedMs = 0;
      const onTurn = (queueWaitMs: number): void => {
        waitedMs = queueWaitMs;
        sendOptions.onTurn?.(queueWaitMs);
      };
      try {
        const answer = await next(request, credentials, { ...sendOptions, onTurn });
        pass.settle('well', waitedMs);
        return answer;
      } catch (error) {
        // What it waited in our own queue is not the portal's doing.
        pass.settle(error instanceof UpstreamError ? healthAfter(error) : 'unknown', waitedMs);
        throw error;
      }
    },
  };

  function circuitOf(caller: string): Circuit {
    const known = circuits.get(caller) ?? new Circuit(circuit);
    circuits.set(caller, known);
    return known;
  }
}

/** Whatever comes as 5xx is trouble: a queue of the portal's that is full, too, which callers see as a limit. */
function healthAfter({ code, details }: UpstreamError): Health {
  if (details.code === TROUBLE_CODE || (details.status ?? 0) >= 500) return 'failing';
  return healthOf[code];
}
