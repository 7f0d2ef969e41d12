import { GatewayError, type GatewayErrorCode } from './errors.ts';

/** Wait that the documentation of the REST API advises where an error names none ("wait 1-2 seconds"). */
const DEFAULT_WAIT_MS = 2000;
/** The upstream counts requests per minute: none of its limits lasts longer. */
const MAX_WAIT_MS = 60_000;

/** Codes of requests that may be sent again later: rate limit of the upstream, and load shedding of the gateway. */
const later: ReadonlySet<GatewayErrorCode> = new Set(['RATE_LIMITED', 'OVERLOADED']);

/** A request that is rejected more often fails. A long walk exceeds every limit at some time. */
const MAX_RETRIES = 5;

/** Runs again what is rejected for the rate of requests or the load of the gateway, after the wait that the error names. */
export async function retried<Result>(
  run: () => Promise<Result>,
  signal: AbortSignal | undefined,
  retriesLeft = MAX_RETRIES,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const waitMs = waitMsOf(error);
    if (waitMs === undefined || retriesLeft === 0) throw error;
    await wait(waitMs, signal);
    return retried(run, signal, retriesLeft - 1);
  }
}

/** Returns the wait before a retry, in milliseconds; undefined if the error does not allow a retry. */
function waitMsOf(error: unknown): number | undefined {
  if (!(error instanceof GatewayError) || !later.has(error.code)) return undefined;
  const seconds = error.problems[0]?.extensions['retryAfter'];
  return Math.min(typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : DEFAULT_WAIT_MS, MAX_WAIT_MS);
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
