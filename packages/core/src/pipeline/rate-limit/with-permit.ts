import { credentialKey } from '../../credentials.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer } from '../../upstream.ts';
import { endedBy } from '../deadline.ts';
import { type Budget, createLessons } from './feedback.ts';
import type { TurnEnding } from './portal-limiter.ts';
import type { ProvenCallers } from './proven-callers.ts';
import type { Send, TurnEvent } from '../send.ts';

/** A request that takes the portal's whole rate for longer, in seconds, is not for somebody at a screen. */
const LONG_S = 0.5;
const ROWS_OF_A_PAGE = 50;

export interface InTurnOptions {
  /** What the portal is asked a second at most. */
  readonly perSecond: number;
  readonly onEvent: (event: TurnEvent) => void;
  readonly proven: ProvenCallers;
}

/** Sends one request when its turn has come in what it counts in, and learns from what comes of it. */
export function inTurn(next: Send, budget: Budget, { perSecond, onEvent, proven }: InTurnOptions): Send {
  return async (request, credentials, sendOptions) => {
    const { endpoint, innerPages: cost = 1 } = request;
    const { signal, deadlineAt, priority = 'interactive' } = sendOptions;
    if (signal?.aborted) throw endedBy(signal, endpoint);
    const askedAt = performance.now();
    const waited = (outcome: TurnEvent['outcome']): number => {
      const waitMs = performance.now() - askedAt;
      onEvent({ type: 'turn', endpoint, outcome, waitMs });
      return waitMs;
    };
    const caller = credentialKey(credentials);
    const wanted = budget.portal.turn({
      caller,
      isProven: proven.has(caller),
      windows: budget.search ? [budget.key, budget.search] : [budget.key],
      cost,
      // What takes the portal that long can wait as well as a walk, whoever asks for it.
      priority: cost > perSecond * LONG_S ? 'background' : priority,
      endpoint,
      deadlineAt,
      signal,
    });
    const turn = await wanted.catch((error: unknown) => {
      waited(error instanceof UpstreamError && error.code === 'cancelled' ? 'left' : 'refused');
      throw error;
    });
    const lessons = createLessons(budget);
    let ending: TurnEnding = { answered: false, abandoned: false };
    let hasLeft = false;
    const onSent = (): void => void (hasLeft = true);
    try {
      const queueWaitMs = waited('sent');
      sendOptions.onTurn?.(queueWaitMs);
      const answer = await next(request, credentials, {
        ...sendOptions,
        queueWaitMs,
        onSent,
        onRate: lessons.headers,
      });
      ending = { answered: true, abandoned: false, pages: pagesOf(answer) };
      if (!proven.has(caller)) budget.portal.prove(caller);
      proven.add(caller);
      lessons.answer(request, answer);
      return answer;
    } catch (error) {
      ending = endingBy(error, hasLeft);
      if (ending.unauthorized) proven.remove(caller);
      lessons.refusal(error);
      throw error;
    } finally {
      turn.end(ending);
    }
  };
}

function endingBy(error: unknown, hasLeft: boolean): TurnEnding {
  const { code, details } = error instanceof UpstreamError ? error : {};
  const answered = details?.status !== undefined;
  const abandoned = hasLeft && !answered && (code === 'cancelled' || code === 'timeout');
  return { answered, abandoned, unauthorized: answered && code === 'unauthorized' };
}

/** How many reads of 50 rows a list can have been; one more where the last was full. */
function pagesOf({ data }: UpstreamAnswer): number | undefined {
  return Array.isArray(data) ? Math.floor(data.length / ROWS_OF_A_PAGE) + 1 : undefined;
}
