import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Credentials, credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import type { UpstreamRequest } from '../upstream.ts';
import type { Step } from './send.ts';

/** How long a blocked call rests if the upstream does not say (contract §5, ERROR_LOOP_DETECTED: retryAfter 60). */
const REST_MS = 60_000;
/** Whatever it says, after so long it is asked again. */
const MAX_REST_MS = 10 * 60_000;
const MAX_BLOCKED = 10_000;

/**
 * The upstream blocks a call that keeps failing, and punishes whoever goes on with it (contract §5). One that it has
 * blocked is not sent again by the same caller until its time is over.
 */
export function guardLoops(): Step {
  const blockedUntil = new LRUCache<string, number>({ max: MAX_BLOCKED });

  return (next) => async (request, credentials, options) => {
    // Nearly always nothing is blocked, and hashing would be for nothing.
    const left = blockedUntil.size === 0 ? 0 : (blockedUntil.get(keyOf(request, credentials)) ?? 0) - performance.now();
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
        const restMs = Math.min(error.retryAfterMs ?? REST_MS, MAX_REST_MS);
        blockedUntil.set(keyOf(request, credentials), performance.now() + restMs);
      }
      throw error;
    }
  };
}

/** Calls of the same caller and content; hashed, since it stays here for a while and holds values. */
function keyOf({ method, path, query, body }: UpstreamRequest, credentials: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([credentialKey(credentials), method, path, query, body]))
    .digest('base64url');
}
