import { LRUCache } from 'lru-cache';
import { credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import { raceWithSignal } from './race-with-signal.ts';
import type { Step } from './send.ts';

export interface RetryOptions {
  /** Tries after the first. Default 2; 0 is off. */
  readonly retries?: number;
  /** The first wait, doubled for each further try, in milliseconds. Default 250. */
  readonly baseDelayMs?: number;
  /** Between 0 and 1; for tests. Default Math.random. */
  readonly random?: () => number;
}

/** Retries may make this part of a caller's traffic: one failing caller does not become a flood. */
const BUDGET_SHARE = 0.1;
/** Retries that a caller has saved up at first and at most. */
const BUDGET_MAX = 10;
const BUDGET_AT_FIRST = 3;
const MAX_CALLERS = 10_000;
const CALLER_TTL_MS = 10 * 60_000;

/** Codes with which the upstream says that the same read may work in a moment (contract §5, "Retry advice"). */
const retried: ReadonlySet<string> = new Set([
  'RATE_LIMITED',
  'QUERY_LIMIT_EXCEEDED',
  'QUEUE_TIMEOUT',
  'QUEUE_OVERFLOW',
  'BITRIX_UNAVAILABLE',
  'INTERNAL_ERROR',
]);

/**
 * Statuses with which a proxy in front says that the upstream, or the way to it, fails for the moment (contract §5,
 * "Envelope"), where its answer has no code that says more.
 */
const retriedWithoutCode: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** A proxy that still fails after as long as two retries of anything else take is not asked once more. */
const RETRIES_WITHOUT_CODE = 1;

/**
 * Sends a read again after a failure that is likely to pass. All requests of this client are reads. A wait that the
 * upstream asks for is kept; one that does not fit the deadline is not begun.
 */
export function retry({ retries = 2, baseDelayMs = 250, random = Math.random }: RetryOptions = {}): Step {
  // Each caller has its own: one whose calls all fail does not use up the others' retries.
  const budgets = new LRUCache<string, { left: number }>({
    max: MAX_CALLERS,
    ttl: CALLER_TTL_MS,
    updateAgeOnGet: true,
  });

  return (next) => async (request, credentials, options) => {
    const key = credentialKey(credentials);
    const budget = budgets.get(key) ?? { left: BUDGET_AT_FIRST };
    budgets.set(key, budget);
    budget.left = Math.min(BUDGET_MAX, budget.left + BUDGET_SHARE);

    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next(request, credentials, { ...options, attempt });
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const mostRetries = Math.min(retries, retriesAfter(error));
        if (attempt > mostRetries || budget.left < 1) throw error;
        const delayMs = delayBefore(attempt, error);
        if (options.deadlineAt !== undefined && performance.now() + delayMs >= options.deadlineAt) throw error;
        budget.left -= 1;
        await pause(delayMs, options.signal, request.endpoint);
      }
    }
  };

  function delayBefore(attempt: number, error: UpstreamError): number {
    const { retryAfterMs } = error;
    // The only retry is the last one: it waits as the last of two would.
    const backoff = baseDelayMs * 2 ** (retriesAfter(error) === RETRIES_WITHOUT_CODE ? attempt : attempt - 1);
    // Half of it at random, so that callers who failed together do not come back together.
    const jittered = backoff / 2 + (backoff / 2) * random();
    return retryAfterMs === undefined ? jittered : retryAfterMs + (retryAfterMs > 0 ? (baseDelayMs / 2) * random() : 0);
  }
}

/** Returns how often a read is sent again after an error at most: 0 for one that is not likely to pass. */
function retriesAfter({ code, details }: UpstreamError): number {
  if (code === 'network') return Number.POSITIVE_INFINITY;
  if (details.code !== undefined) return retried.has(details.code) ? Number.POSITIVE_INFINITY : 0;
  const isOfProxy = code === 'unavailable' || code === 'rate_limited';
  return isOfProxy && retriedWithoutCode.has(details.status ?? 0) ? RETRIES_WITHOUT_CODE : 0;
}

async function pause(delayMs: number, signal: AbortSignal | undefined, endpoint: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  await raceWithSignal(promise, signal, endpoint, () => clearTimeout(timer));
}
