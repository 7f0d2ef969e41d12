import { credentialKey } from '../../../credentials.ts';
import { UpstreamError } from '../../../errors.ts';
import type { UpstreamAnswer } from '../../../wire/upstream-request.ts';
import { endedBy } from '../deadline.ts';
import { type Budget, createFeedback } from './feedback.ts';
import type { PermitOutcome } from './portal-limiter.ts';
import type { ProvenCallers } from './proven-callers.ts';
import type { Send, PermitEvent } from '../send.ts';

/** A request that takes the portal's whole rate for longer than this, in seconds, is background traffic. */
const LONG_S = 0.5;
const ROWS_OF_A_PAGE = 50;

export interface PermitOptions {
  /** Maximum calls of a portal a second. */
  readonly perSecond: number;
  readonly onEvent: (event: PermitEvent) => void;
  readonly proven: ProvenCallers;
}

/** Sends one request once it has a permit, and adapts the limits to its outcome. */
export function withPermit(next: Send, budget: Budget, { perSecond, onEvent, proven }: PermitOptions): Send {
  return async (request, credentials, sendOptions) => {
    const { endpoint, innerPages: cost = 1 } = request;
    const { signal, deadlineAt, priority = 'interactive' } = sendOptions;
    if (signal?.aborted) throw endedBy(signal, endpoint);
    const askedAt = performance.now();
    const waited = (result: PermitEvent['outcome']): number => {
      const waitMs = performance.now() - askedAt;
      onEvent({ type: 'permit', endpoint, outcome: result, waitMs });
      return waitMs;
    };
    const caller = credentialKey(credentials);
    const wanted = budget.portal.acquire({
      caller,
      isProven: proven.has(caller),
      windows: budget.search ? [budget.key, budget.search] : [budget.key],
      cost,
      // A request that takes the portal that long can wait like a walk, whatever its priority.
      priority: cost > perSecond * LONG_S ? 'background' : priority,
      endpoint,
      deadlineAt,
      signal,
    });
    const permit = await wanted.catch((error: unknown) => {
      waited(error instanceof UpstreamError && error.code === 'cancelled' ? 'left' : 'refused');
      throw error;
    });
    const feedback = createFeedback(budget);
    let outcome: PermitOutcome = { answered: false, abandoned: false };
    let hasLeft = false;
    const onSent = (): void => void (hasLeft = true);
    try {
      const queueWaitMs = waited('sent');
      sendOptions.onPermit?.(queueWaitMs);
      const answer = await next(request, credentials, {
        ...sendOptions,
        queueWaitMs,
        onSent,
        onRate: feedback.onHeaders,
      });
      outcome = { answered: true, abandoned: false, pages: pagesOf(answer) };
      if (!proven.has(caller)) budget.portal.prove(caller);
      proven.add(caller);
      feedback.onSuccess(request, answer);
      return answer;
    } catch (error) {
      outcome = outcomeOf(error, hasLeft);
      if (outcome.unauthorized) proven.remove(caller);
      feedback.onError(error);
      throw error;
    } finally {
      permit.release(outcome);
    }
  };
}

function outcomeOf(error: unknown, hasLeft: boolean): PermitOutcome {
  const { code, details } = error instanceof UpstreamError ? error : {};
  const answered = details?.status !== undefined;
  const abandoned = hasLeft && !answered && (code === 'cancelled' || code === 'timeout');
  return { answered, abandoned, unauthorized: answered && code === 'unauthorized' };
}

/** Returns the maximum number of reads of 50 rows that a list took; one more where the last was full. */
function pagesOf({ data }: UpstreamAnswer): number | undefined {
  return Array.isArray(data) ? Math.floor(data.length / ROWS_OF_A_PAGE) + 1 : undefined;
}
