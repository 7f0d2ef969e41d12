import type { UpstreamError } from '../../errors.ts';

/** Options of retries; {@link retryDefaults} has the defaults. */
export interface RetryOptions {
  /** Maximum number of tries after the first; 0 is off. */
  readonly retries?: number;
  /** The first wait in milliseconds, doubled for each further try. */
  readonly baseDelayMs?: number;
  /** Returns a number from 0 to 1; for tests. Default Math.random. */
  readonly random?: () => number;
}

export const retryDefaults = { retries: 2, baseDelayMs: 250 } as const satisfies RetryOptions;

export interface RetryPolicy {
  /**
   * Returns the wait in milliseconds before a read is sent again, or `undefined` where it is not.
   * @param attempt the try that failed, from 1
   */
  delayAfter(attempt: number, error: UpstreamError): number | undefined;
}

/** Codes with which the upstream says that the same read may work in a moment (contract §5, "Retry advice"). */
const passingCodes: ReadonlySet<string> = new Set([
  'RATE_LIMITED',
  'QUERY_LIMIT_EXCEEDED',
  'QUEUE_TIMEOUT',
  'QUEUE_OVERFLOW',
  'BITRIX_UNAVAILABLE',
  'INTERNAL_ERROR',
]);
/**
 * Statuses with which a proxy in front says that the upstream, or the way to it, fails in passing (contract §5,
 * "Envelope"), where its answer has no code that says more.
 */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** All callers come through the same proxy: more of them would keep it down. */
const RETRIES_OF_PROXY_ERRORS = 1;

/** Decides which failures are likely to pass, and after what wait. A wait that the upstream asks for is kept. */
export function createRetryPolicy({
  retries = retryDefaults.retries,
  baseDelayMs = retryDefaults.baseDelayMs,
  random = Math.random,
}: RetryOptions = {}): RetryPolicy {
  return {
    delayAfter(attempt, error) {
      if (isPassing(error)) return attempt > retries ? undefined : delayMs(attempt, error);
      if (!isOfProxy(error) || attempt > Math.min(retries, RETRIES_OF_PROXY_ERRORS)) return undefined;
      // The only retry is the last one: it waits as the last of two would.
      return delayMs(attempt + 1, error);
    },
  };

  function delayMs(attempt: number, { retryAfterMs }: UpstreamError): number {
    const backoff = baseDelayMs * 2 ** (attempt - 1);
    // Half of it at random, so that callers who failed together do not come back together.
    const jittered = backoff / 2 + (backoff / 2) * random();
    return retryAfterMs === undefined ? jittered : retryAfterMs + (retryAfterMs > 0 ? (baseDelayMs / 2) * random() : 0);
  }
}

function isPassing({ code, details }: UpstreamError): boolean {
  return code === 'network' || (details.code !== undefined && passingCodes.has(details.code));
}

function isOfProxy({ code, details }: UpstreamError): boolean {
  if (details.code !== undefined || (code !== 'unavailable' && code !== 'rate_limited')) return false;
  return passingStatuses.has(details.status ?? 0);
}
