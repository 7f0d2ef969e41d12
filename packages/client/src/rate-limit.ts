import { GatewayError, type GatewayErrorCode } from './errors.ts';

/** What the upstream advises where it names no time (contract of its REST API: "wait 1-2 seconds"). */
const DEFAULT_WAIT_MS = 2000;
/** The upstream counts requests by the minute: no limit of its lasts longer. */
const MAX_WAIT_MS = 60_000;

/** The codes that say to come back later: of the upstream's budget, and of a gateway that has too much to do. */
const later: ReadonlySet<GatewayErrorCode> = new Set(['RATE_LIMITED', 'OVERLOADED']);

/** How long to wait before asking again, if that is what an error says to do. */
export function waitMsOf(error: unknown): number | undefined {
  if (!(error instanceof GatewayError) || !later.has(error.code)) return undefined;
  const seconds = error.problems[0]?.extensions['retryAfter'];
  return Math.min(typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : DEFAULT_WAIT_MS, MAX_WAIT_MS);
}

/** Waits; throws the signal's reason as soon as there is one. */
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
