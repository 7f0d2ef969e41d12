import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import type { UpstreamRequest } from '../upstream.ts';
import type { Step } from './send.ts';

/** How long a blocked call rests if the upstream does not say (contract §5, ERROR_LOOP_DETECTED: retryAfter 60). */
const REST_MS = 60_000;
const MAX_BLOCKED = 10_000;

/**
 * The upstream blocks a call that keeps failing, and punishes whoever goes on with it (contract §5). One that it has
 * blocked is not sent again by the same caller until its time is over.
 */
export function guardLoops(): Step {
  const blockedUntil = new LRUCache<string, number>({ max: MAX_BLOCKED });

  return (next) => async (request, credentials, options) => {
    const key = `${credentialKey(credentials)}|${shapeOf(request)}`;
    const left = (blockedUntil.get(key) ?? 0) - performance.now();
    if (left > 0) {
      throw new UpstreamError('rate_limited', `${request.endpoint}: not sent, since the upstream blocks this call.`, {
        details: { code: 'ERROR_LOOP_DETECTED' },
        retryAfterMs: left,
      });
    }
    try {
      return await next(request, credentials, options);
    } catch (error) {
      if (error instanceof UpstreamError && error.details.code === 'ERROR_LOOP_DETECTED') {
        blockedUntil.set(key, performance.now() + (error.retryAfterMs ?? REST_MS));
      }
      throw error;
    }
  };
}

/** Calls of the same content; hashed, since it stays here for a while and holds values. */
function shapeOf({ method, path, query, body }: UpstreamRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, query, body]))
    .digest('base64url');
}
