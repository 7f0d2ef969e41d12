import { callErrorsOf } from '../../../wire/batch-answer.ts';
import { UpstreamError } from '../../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../../wire/upstream-request.ts';
import type { KeyWindow, RateHeaders } from './key-window.ts';
import type { PortalLimiter } from './portal-limiter.ts';

/** The limits that a request counts against. */
export interface Budget {
  readonly portal: PortalLimiter;
  /** The minute of its key. */
  readonly key: KeyWindow;
  /** The minute of its key's searches, for a search. */
  readonly search: KeyWindow | undefined;
}

/** Codes for an overloaded portal (contract §5, "Portal queue"). */
const portalCodes: ReadonlySet<string> = new Set(['QUEUE_TIMEOUT', 'QUEUE_OVERFLOW']);
/** Codes for an exceeded rate; errors of a batch's calls have no status (contract §4). */
const rateCodes: ReadonlySet<string> = new Set(['RATE_LIMITED', 'QUERY_LIMIT_EXCEEDED']);
/** Codes about one call or method: the loop guard and the circuit breaker handle them. */
const callCodes: ReadonlySet<string> = new Set(['ERROR_LOOP_DETECTED', 'OPERATION_TIME_LIMIT']);
const PAUSE_MS = 2000;
/** Maximum pause, whatever the upstream asks for: its longest window is a minute. */
const MAX_PAUSE_MS = 60_000;

/** Adapts the limits of one request to what the upstream says of them. */
export class RateLimitFeedback {
  readonly #budget: Budget;
  readonly #sentAt: number;
  /** The minute that the headers of this answer call used up. */
  #usedUp: KeyWindow | undefined;

  /** @param sentAt when the request is sent, on the clock of `performance.now()` */
  constructor(budget: Budget, sentAt = performance.now()) {
    this.#budget = budget;
    this.#sentAt = sentAt;
  }

  /** Called with the rate-limit headers of the answer. */
  onHeaders(rate: RateHeaders): void {
    const { portal, key, search } = this.#budget;
    // The headers of a search are those of the smaller of the two limits.
    const isOfSearches = search && rate.limit < (key.reportedLimit ?? key.configured);
    const window = isOfSearches ? search : key;
    const before = window.acceptedLimit;
    window.onHeaders(rate, this.#sentAt);
    // Limits at or above the configured one change nothing, for this process and for others.
    const isLower = Math.min(window.acceptedLimit, before) < window.configured;
    if (isLower && window.acceptedLimit !== before) portal.onReportedLimit(window, window.acceptedLimit);
    if (rate.remaining === 0) this.#usedUp = window;
  }

  onSuccess({ path, batch }: UpstreamRequest, answer: UpstreamAnswer): void {
    const { portal, key } = this.#budget;
    // A batch succeeds also where the portal refused some of its calls (contract §4).
    const throttled = batch && [...callErrorsOf(answer).values()].find(isThrottling);
    if (throttled) return this.onError(throttled);
    portal.throttling.onSuccess(key);
    if (path !== '/v1/me') return;
    const { requestsPerSecond } =
      (answer.data as { rateLimit?: { requestsPerSecond?: unknown } } | null)?.rateLimit ?? {};
    if (typeof requestsPerSecond === 'number') portal.onReportedRate(requestsPerSecond);
  }

  /** Called with a failure of any kind; only some are throttling. */
  onError(error: unknown): void {
    if (!(error instanceof UpstreamError) || !isThrottling(error)) return;
    const { portal, key } = this.#budget;
    const pauseMs = Math.min(error.retryAfterMs ?? PAUSE_MS, MAX_PAUSE_MS);
    // The headers name the limit that was exceeded.
    if (this.#usedUp) return portal.pauseWindow(this.#usedUp, pauseMs);
    if (portalCodes.has(error.details.code ?? '')) return portal.onThrottled(pauseMs, this.#sentAt);
    portal.pauseWindow(key, pauseMs);
    if (portal.throttling.onThrottled(key)) portal.onThrottled(pauseMs, this.#sentAt);
  }
}

/** Returns true if an error is about the rate of requests, and not about one call. */
function isThrottling({ details: { code = '', status }, retryAfterMs }: UpstreamError): boolean {
  if (callCodes.has(code)) return false;
  if (status === 429 || rateCodes.has(code) || portalCodes.has(code)) return true;
  // A Retry-After of a proxy applies to all requests.
  return status === 503 && retryAfterMs !== undefined;
}
