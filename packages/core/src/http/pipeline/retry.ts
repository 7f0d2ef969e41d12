import { LRUCache } from 'lru-cache';
import { roomFor } from '../../cache-room.ts';
import type { CancelSignal } from '../../cancellation.ts';
import { callErrorsOf, mergeBatchAnswers } from '../../wire/batch-answer.ts';
import { credentialKey } from '../../credentials.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import { raceWithSignal } from './race-with-signal.ts';
import { createRetryPolicy, type RetryOptions } from './retry-policy.ts';
import type { SendOptions, Step } from './send.ts';

/** Maximum share of retries in a caller's traffic: one failing caller does not become a flood. */
const BUDGET_SHARE = 0.1;
/** Initial and maximum balance of a caller's retries. */
const BUDGET_MAX = 10;
const BUDGET_AT_FIRST = 3;
const MAX_CALLERS = 10_000;
const CALLER_TTL_MS = 10 * 60_000;

/** Returns the wait in milliseconds before another try, or `undefined` where there is none. */
type WaitAfter = (error: UpstreamError) => number | undefined;

/**
 * Sends a read again after a failure that is likely to pass; of a batch, only the calls that failed so. All requests of
 * this client are reads. A wait that does not fit the deadline is not begun.
 */
export function retry(retryOptions: RetryOptions = {}): Step {
  const policy = createRetryPolicy(retryOptions);
  // One budget for each caller: a caller whose calls all fail does not use up the retries of others.
  const budgets = new LRUCache<string, { left: number }>({
    ...roomFor(MAX_CALLERS),
    ttl: CALLER_TTL_MS,
    updateAgeOnGet: true,
  });

  return (next) => async (request, credentials, options) => {
    const budget = budgetOf(credentialKey(credentials));
    let pending = request;
    /** Answer of a batch so far, with the calls of it to retry. */
    let answered: UpstreamAnswer | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const waitAfter: WaitAfter = (error) => {
        if (budget.left < 1) return undefined;
        const delayMs = policy.delayAfter(attempt, error);
        return delayMs !== undefined && fits(delayMs, options) ? delayMs : undefined;
      };
      let delayMs: number | undefined;
      try {
        const answer = await next(pending, credentials, { ...optionsOf(pending, request, options), attempt });
        answered = answered && pending.batch ? mergeBatchAnswers(answered, answer, pending.batch.ids) : answer;
        const again = failedCalls(pending, answer, waitAfter);
        if (!again) return answered;
        ({ request: pending, delayMs } = again);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        delayMs = waitAfter(error);
        if (delayMs === undefined && answered && error.code !== 'cancelled') return answered;
        if (delayMs === undefined) throw error;
      }
      budget.left -= 1;
      await pause(delayMs, options.signal, request.endpoint);
    }
  };

  function budgetOf(caller: string): { left: number } {
    let budget = budgets.get(caller);
    if (!budget) budgets.set(caller, (budget = { left: BUDGET_AT_FIRST }));
    budget.left = Math.min(BUDGET_MAX, budget.left + BUDGET_SHARE);
    return budget;
  }
}

/** Returns the request of the calls of a batch that are worth another try, and the wait before it. */
function failedCalls(
  { batch }: UpstreamRequest,
  answer: UpstreamAnswer,
  waitAfter: WaitAfter,
): { readonly request: UpstreamRequest; readonly delayMs: number } | undefined {
  if (!batch) return undefined;
  const delays = new Map<string, number>();
  for (const [id, error] of callErrorsOf(answer)) {
    const delayMs = batch.ids.has(id) ? waitAfter(error) : undefined;
    if (delayMs !== undefined) delays.set(id, delayMs);
  }
  if (delays.size === 0) return undefined;
  return { request: batch.only(new Set(delays.keys())), delayMs: Math.max(...delays.values()) };
}

function fits(delayMs: number, { deadlineAt }: SendOptions): boolean {
  return deadlineAt === undefined || performance.now() + delayMs < deadlineAt;
}

/** Adds the request to the report where only a part of a batch is sent. */
function optionsOf(pending: UpstreamRequest, request: UpstreamRequest, options: SendOptions): SendOptions {
  const { observe } = options;
  if (pending === request || !observe) return options;
  return { ...options, observe: (sent) => observe({ ...sent, request: pending }) };
}

async function pause(delayMs: number, signal: CancelSignal | undefined, endpoint: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  await raceWithSignal(promise, signal, endpoint, () => clearTimeout(timer));
}
