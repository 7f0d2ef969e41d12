import { callErrorsOf } from '../../batch-answer.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../upstream.ts';
import type { KeyWindow, RateHeaders } from './key-window.ts';
import type { Portal } from './portal-limiter.ts';

/** What a request counts in. */
export interface Budget {
  readonly portal: Portal;
  /** The minute of its key. */
  readonly key: KeyWindow;
  /** The minute of its key's searches, if it is one. */
  readonly search: KeyWindow | undefined;
}

/** What one request teaches about the budget that it counts in. */
export interface Lessons {
  readonly headers: (rate: RateHeaders) => void;
  answer(request: UpstreamRequest, answer: UpstreamAnswer): void;
  /** A failure of any kind: only some are about the budget. */
  readonly refusal: (error: unknown) => void;
}

/** The codes with which the portal itself says that it is asked too much (contract §5, "Portal queue"). */
const ofPortal: ReadonlySet<string> = new Set(['QUEUE_TIMEOUT', 'QUEUE_OVERFLOW']);
/** The codes with which it refuses for the rate; those of a batch's calls come without a status (contract §4). */
const ofRate: ReadonlySet<string> = new Set(['RATE_LIMITED', 'QUERY_LIMIT_EXCEEDED']);
/** Refusals that are about one call or method: the loop guard and the breaker see to them. */
const ofOneCall: ReadonlySet<string> = new Set(['ERROR_LOOP_DETECTED', 'OPERATION_TIME_LIMIT']);
const PAUSE_MS = 2000;
/** Whatever the upstream asks for, nobody is kept out longer: its longest window is a minute. */
const MAX_PAUSE_MS = 60_000;

/** To be made when the request's turn has come. */
export function createLessons({ portal, key, search }: Budget): Lessons {
  const sentAt = performance.now();
  /** The minute that the headers of this answer call used up. */
  let usedUp: KeyWindow | undefined;

  const refusal = (error: unknown): void => {
    if (!(error instanceof UpstreamError) || !isOfBudget(error)) return;
    const pauseMs = Math.min(error.retryAfterMs ?? PAUSE_MS, MAX_PAUSE_MS);
    // The headers said so: it alone is to blame.
    if (usedUp) return usedUp.pause(pauseMs);
    if (ofPortal.has(error.details.code ?? '')) return portal.rate.refused(pauseMs, sentAt);
    key.pause(pauseMs);
    if (portal.blame.isPortals(key)) portal.rate.refused(pauseMs, sentAt);
  };

  return {
    headers(rate) {
      // With an answer to a search, the smaller limit of the two is told.
      const isOfSearches = search && rate.limit < (key.toldLimit ?? key.configured);
      const window = isOfSearches ? search : key;
      window.learn(rate, sentAt);
      if (rate.remaining === 0) usedUp = window;
    },
    answer({ path, batch }, answer) {
      // A batch succeeds also where the portal refused some of its calls (contract §4).
      const refused = batch && [...callErrorsOf(answer).values()].find(isOfBudget);
      if (refused) return refusal(refused);
      portal.blame.answered(key);
      if (path !== '/v1/me') return;
      const { requestsPerSecond } =
        (answer.data as { rateLimit?: { requestsPerSecond?: unknown } } | null)?.rateLimit ?? {};
      if (typeof requestsPerSecond === 'number') portal.rate.learn(requestsPerSecond);
    },
    refusal,
  };
}

/** Whether a failure says that the upstream is asked too much, and not only what is wrong with one call. */
function isOfBudget({ details: { code = '', status }, retryAfterMs }: UpstreamError): boolean {
  if (ofOneCall.has(code)) return false;
  if (status === 429 || ofRate.has(code) || ofPortal.has(code)) return true;
  // A proxy that says when to come back means it for everything.
  return status === 503 && retryAfterMs !== undefined;
}
