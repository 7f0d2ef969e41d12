import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { roomFor } from '../../cache-room.ts';
import { callErrorsOf } from '../../wire/batch-answer.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer } from '../../wire/upstream-request.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { After, Hook } from './step.ts';

export interface LoopGuard {
  readonly step: Hook;
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

  function block(outgoing: OutgoingRequest, saidMs: number | undefined): void {
    const restMs = Math.ceil(Math.min(saidMs ?? REST_MS, MAX_REST_MS));
    // A ttl of 0 means no expiry to the cache.
    if (restMs > 0) blockedUntil.set(keyOf(outgoing), performance.now() + restMs, { ttl: restMs });
  }

  const after: After = {
    onAnswer(answer, outgoing) {
      if (outgoing.request.batch && hasBlockedCall(answer)) block(outgoing, undefined);
    },
    onError(error, outgoing) {
      if (error instanceof UpstreamError && error.details.code === BLOCKED) block(outgoing, error.retryAfterMs);
      return error;
    },
  };

  return {
    blocked: () => blockedUntil.size,
    step: {
      before(outgoing) {
        if (blockedUntil.size === 0) return after;
        const left = (blockedUntil.get(keyOf(outgoing)) ?? 0) - performance.now();
        if (left <= 0) return after;
        const { endpoint } = outgoing.request;
        throw new UpstreamError('rate_limited', `${endpoint}: not sent, since the upstream blocks this call.`, {
          details: { code: BLOCKED },
          retryAfterMs: left,
        });
      },
    },
  };
}

function hasBlockedCall(answer: UpstreamAnswer): boolean {
  return [...callErrorsOf(answer).values()].some(({ details }) => details.code === BLOCKED);
}

/** Returns the same key for calls of the same caller and content; hashed, since it is kept and holds values. */
function keyOf({ caller, request: { method, path, query, body } }: OutgoingRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([caller.key, method, path, query, body]))
    .digest('base64url');
}
