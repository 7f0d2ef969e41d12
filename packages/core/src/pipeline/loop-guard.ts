import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { callErrorsOf } from '../batch-answer.ts';
import { type Credentials, credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../upstream.ts';
import type { Step } from './send.ts';

export interface LoopGuard {
  readonly step: Step;
  /** How many calls are blocked. */
  blocked(): number;
}

const BLOCKED = 'ERROR_LOOP_DETECTED';
/** How long a blocked call rests if the upstream does not say (contract §5, ERROR_LOOP_DETECTED: retryAfter 60). */
const REST_MS = 60_000;
/** Whatever it says, after so long it is asked again. */
const MAX_REST_MS = 10 * 60_000;
const MAX_BLOCKED = 10_000;

/**
 * The upstream blocks a call that keeps failing, and punishes whoever goes on with it (contract §5). One that it has
 * blocked is not sent again by the same caller until its time is over. A batch in which one call is blocked succeeds
 * otherwise, and its caller has what the others brought; the same batch again is not sent either, since it would go on
 * with that call: its other calls rest along with it, unless they are asked for in other company.
 */
export function createLoopGuard(): LoopGuard {
  const blockedUntil = new LRUCache<string, number>({
    max: MAX_BLOCKED,
    // What is over goes of itself: while nothing is blocked, nothing is hashed.
    ttl: MAX_REST_MS,
    ttlAutopurge: true,
    // The clock as it is now, which in tests is a faked one.
    perf: performance,
  });

  function block(request: UpstreamRequest, credentials: Credentials, saidMs: number | undefined): void {
    const restMs = Math.ceil(Math.min(saidMs ?? REST_MS, MAX_REST_MS));
    // The cache takes 0 for no end at all.
    if (restMs > 0) blockedUntil.set(keyOf(request, credentials), performance.now() + restMs, { ttl: restMs });
  }

  return {
    blocked: () => blockedUntil.size,
    step: (next) => async (request, credentials, options) => {
      const until = blockedUntil.size === 0 ? 0 : (blockedUntil.get(keyOf(request, credentials)) ?? 0);
      const left = until - performance.now();
      if (left > 0) {
        throw new UpstreamError('rate_limited', `${request.endpoint}: not sent, since the upstream blocks this call.`, {
          details: { code: BLOCKED },
          retryAfterMs: left,
        });
      }
      try {
        const answer = await next(request, credentials, options);
        if (request.batch && hasBlockedCall(answer)) block(request, credentials, undefined);
        return answer;
      } catch (error) {
        if (error instanceof UpstreamError && error.details.code === BLOCKED) {
          block(request, credentials, error.retryAfterMs);
        }
        throw error;
      }
    },
  };
}

function hasBlockedCall(answer: UpstreamAnswer): boolean {
  return [...callErrorsOf(answer).values()].some(({ details }) => details.code === BLOCKED);
}

/** Calls of the same caller and content; hashed, since it stays here for a while and holds values. */
function keyOf({ method, path, query, body }: UpstreamRequest, credentials: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([credentialKey(credentials), method, path, query, body]))
    .digest('base64url');
}
