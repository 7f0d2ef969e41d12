import { UpstreamError, type UpstreamErrorCode } from '../errors.ts';

/**
 * Returns the kind of an upstream error; the HTTP status decides where the code alone says too little.
 * @param status absent for a call of a batch, whose errors have only codes (contract §4)
 */
export function kindOfError(code: string, status: number | undefined): UpstreamErrorCode {
  const known = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  if (known) return known;
  if (status === undefined) return 'rejected';
  if (status === 401) return 'unauthorized';
  if (status === 402 || status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 504) return 'timeout';
  if (status >= 500) return 'unavailable';
  // `success: false` with a status of success (contract §5, "parse defensively") is a refusal all the same.
  return 'rejected';
}

/**
 * Returns the error of one call of a batch.
 * @param retryAfterMs the upstream's own; without it, as long as the contract says for the code
 */
export function errorOfCode(code: string, endpoint: string, retryAfterMs = defaultRetryAfterMs[code]): UpstreamError {
  return new UpstreamError(kindOfError(code, undefined), `${endpoint}: the upstream answered ${code}.`, {
    details: { code },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/**
 * Waits that the upstream asks for with these codes (contract §5, §9). Errors of a batch's calls are documented
 * without one (contract §4).
 */
const defaultRetryAfterMs: Readonly<Partial<Record<string, number>>> = Object.assign(Object.create(null) as object, {
  RATE_LIMITED: 2000,
  QUERY_LIMIT_EXCEEDED: 2000,
  QUEUE_OVERFLOW: 2000,
  QUEUE_TIMEOUT: 10_000,
  // Time is counted in baskets of a minute (contract §11.11).
  OPERATION_TIME_LIMIT: 60_000,
  ERROR_LOOP_DETECTED: 60_000,
});

/** Codes that say more than their status, have one that is not documented, or come in batches too (contract §4, §5, §9). */
const kinds: Readonly<Record<string, UpstreamErrorCode>> = {
  TOKEN_MISSING: 'unauthorized',
  TOKEN_EXPIRED: 'unauthorized',
  TOKEN_REFRESH_FAILED: 'unauthorized',
  SCOPE_DENIED: 'forbidden',
  SCOPE_NOT_ALLOWED: 'forbidden',
  ACCESS_DENIED: 'forbidden',
  BITRIX_ACCESS_DENIED: 'forbidden',
  ENTITY_NOT_FOUND: 'not_found',
  NOT_FOUND: 'not_found',
  RATE_LIMITED: 'rate_limited',
  QUERY_LIMIT_EXCEEDED: 'rate_limited',
  OPERATION_TIME_LIMIT: 'rate_limited',
  ERROR_LOOP_DETECTED: 'rate_limited',
  QUEUE_TIMEOUT: 'rate_limited',
  QUEUE_OVERFLOW: 'rate_limited',
  BITRIX_UNAVAILABLE: 'unavailable',
  INTERNAL_ERROR: 'unavailable',
  // A route that is not there means that this is not the upstream, or not the version that we know.
  ROUTE_NOT_FOUND: 'bad_response',
};
