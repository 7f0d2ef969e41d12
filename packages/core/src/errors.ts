/**
 * Kinds of failures between the gateway and the upstream, by what the caller can do about them. A closed set: tables from
 * code to anything are `Record<UpstreamErrorCode, …>`, so that a forgotten row does not compile.
 *
 * - `unauthorized`: the key or session is missing, unknown or ended (401). Send other credentials.
 * - `forbidden`: the credentials lack a scope or right (402, 403).
 * - `not_found`: the record does not exist, or is not visible (404). A missing contact is `null`, not this error.
 * - `rejected`: the upstream rejected the request's content (other 4xx). Does not cover requests that are never sent.
 * - `rate_limited`: too many requests (429, or a full queue); `retryAfterMs` is the time after which to retry.
 * - `unavailable`: the upstream or the portal behind it failed (5xx).
 * - `timeout`: no complete answer within the deadline (ours, or 504).
 * - `network`: no connection, or it broke off.
 * - `bad_response`: an answer that does not fit the contract.
 * - `cancelled`: the caller aborted; no client sees this one.
 */
export type UpstreamErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'bad_response'
  | 'cancelled';

/** Fields of the upstream's error. Only these members of its answer ever leave the gateway. */
export interface UpstreamDetails {
  /** The upstream's own code, e.g. `SCOPE_DENIED` (contract §5). */
  readonly code?: string;
  /** HTTP status. */
  readonly status?: number;
  /** The upstream's advice for developers. */
  readonly hint?: string;
  /** The upstream's `X-Request-Id`, for its support. */
  readonly requestId?: string;
  /** The scope that the key lacks (contract §5, `details.requiredScope`). */
  readonly requiredScope?: string;
}

export interface UpstreamErrorOptions {
  readonly details?: UpstreamDetails;
  /** Time after which to retry, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** Error of any failure between gateway and upstream. Its message holds no key, URL or contact data. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly code: UpstreamErrorCode;
  readonly details: UpstreamDetails;
  readonly retryAfterMs: number | undefined;

  constructor(code: UpstreamErrorCode, message: string, options: UpstreamErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Error of an argument that is rejected before anything is sent upstream. */
export class InvalidArgumentError extends Error {
  override readonly name: string = 'InvalidArgumentError';
  readonly argument: string;
  readonly value: unknown;
  /** The accepted values, as the end of a sentence: "an integer from 0 to 5000". */
  readonly allowed: string;

  constructor(argument: string, value: unknown, allowed: string) {
    super(`Argument "${argument}" is ${display(value)}; allowed: ${allowed}.`);
    this.argument = argument;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A cursor that this gateway did not make, or made for another filter or order. */
export class BadCursorError extends InvalidArgumentError {
  override readonly name = 'BadCursorError';
}

/** Error of a cursor whose row has moved; with `PAGING=anchored-offset` only. */
export class PageMovedError extends Error {
  override readonly name = 'PageMovedError';

  constructor() {
    super('Contacts before this page were added or removed since its cursor was made: read again from the first page.');
  }
}

/** Error of an operation that exceeds its limits, since the upstream's answers led to more requests than planned. */
export class PlanExceededError extends Error {
  override readonly name = 'PlanExceededError';
  /** The limit and its name. */
  readonly allowed: string;

  /** @param needed the cost with the next request */
  constructor(needed: string, allowed: string) {
    super(
      `The upstream’s answers needed more than planned: ${needed} for this operation; allowed: ${allowed}. Ask for fewer contacts or relations at a time.`,
    );
    this.allowed = allowed;
  }
}

const DISPLAY_LIMIT = 80;

function display(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  // Well formed: the cut can go through an emoji, and JSON with half of one is refused by some parsers.
  return text.length > DISPLAY_LIMIT ? `${text.slice(0, DISPLAY_LIMIT).toWellFormed()}…` : text;
}
