import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { roomFor } from '../../cache-room.ts';
import { callErrorsOf } from '../../wire/batch-answer.ts';
import { type Credentials, credentialKey } from '../../credentials.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import type { Step } from './send.ts';

export interface LoopGuard {
  readonly step: Step;
  /** Returns the number of blocked calls. */
  blocked(): number;
}

const BLOCKED = 'ERROR_LOOP_DETECTED';
/** Time for which a call stays blocked if the upstream does not say (contract §5, ERROR_LOOP_DETECTED: retryAfter 60). */
const REST_MS = 60_000;
/** Maximum time for which a call stays blocked, whatever the upstream says. */
const MAX_REST_MS = 10 * 60_000;
const MAX_BLOCKED = 10_000;

/**
 * The upstream blocks a call that keeps failing, and counts further tries against its caller (contract §5). A blocked call
 * is not sent again by the same caller until its time is over. A batch in which one call is blocked succeeds otherwise,
 * and its caller has the results of the other calls. The same batch is not sent again either, since it holds the blocked
 * call; other batches with its other calls are.
 */
export function createLoopGuard(): LoopGuard {
  const blockedUntil = new LRUCache<string, number>({
    ...roomFor(MAX_BLOCKED),
    // Expired entries are removed at once: while nothing is blocked, nothing is hashed.
    ttl: MAX_REST_MS,
    ttlAutopurge: true,
    // `performance` is looked up at each call, so that fake timers work.
    perf: performance,
  });

  function block(request: UpstreamRequest, credentials: Credentials, saidMs: number | undefined): void {
    const restMs = Math.ceil(Math.min(saidMs ?? REST_MS, MAX_REST_MS));
    // A ttl of 0 means no expiry to the cache.
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

/** Returns the same key for calls of the same caller and content; hashed, since it is kept and holds values. */
function keyOf({ method, path, query, body }: UpstreamRequest, credentials: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([credentialKey(credentials), method, path, query, body]))
    .digest('base64url');
}
