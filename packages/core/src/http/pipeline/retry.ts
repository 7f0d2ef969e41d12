import { LRUCache } from 'lru-cache';
import { roomFor } from '../../cache-room.ts';
import type { CancelSignal } from '../../cancellation.ts';
import { callErrorsOf, mergeBatchAnswers } from '../../wire/batch-answer.ts';
import { UpstreamError } from '../../errors.ts';
import type { BatchRequest, UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import { raceWithSignal } from './race-with-signal.ts';
import { createRetryPolicy, type RetryOptions, type RetryPolicy } from './retry-policy.ts';
import type { Next, Settle, Wrapper } from './step.ts';

/** Maximum share of retries in a caller's traffic: one failing caller does not become a flood. */
const BUDGET_SHARE = 0.1;
/** Initial and maximum balance of a caller's retries. */
const BUDGET_MAX = 10;
const BUDGET_AT_FIRST = 3;
const MAX_CALLERS = 10_000;
const CALLER_TTL_MS = 10 * 60_000;

/** Retries that a caller has left; each of its requests adds a share of one. */
interface RetryBudget {
  left: number;
}

/**
 * Sends a read again after a failure that is likely to pass; of a batch, only the calls that failed so. All requests of
 * this client are reads. A wait that does not fit the deadline is not begun.
 */
export function retry(retryOptions: RetryOptions = {}): Wrapper {
  const policy = createRetryPolicy(retryOptions);
  // One budget for each caller: a caller whose calls all fail does not use up the retries of others.
  const budgets = new LRUCache<string, RetryBudget>({
    ...roomFor(MAX_CALLERS),
    ttl: CALLER_TTL_MS,
    updateAgeOnGet: true,
  });

  return {
    around: (next) => (outgoing, settle) => {
      next(outgoing, new Tries({ next, policy, budget: budgetOf(outgoing.caller) }, outgoing, settle));
    },
  };

  function budgetOf(caller: string): RetryBudget {
    let budget = budgets.get(caller);
    if (!budget) budgets.set(caller, (budget = { left: BUDGET_AT_FIRST }));
    budget.left = Math.min(BUDGET_MAX, budget.left + BUDGET_SHARE);
    return budget;
  }
}

interface TriesOptions {
  readonly next: Next;
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
}

/** Takes the outcomes of the tries of one request, and settles it with the last. */
class Tries implements Settle {
  readonly #options: TriesOptions;
  readonly #first: OutgoingRequest;
  readonly #settle: Settle;
  /** The latest try. */
  #latest: OutgoingRequest;
  /** Answer of a batch so far, with the calls of it to retry. */
  #answered: UpstreamAnswer | undefined;

  constructor(options: TriesOptions, first: OutgoingRequest, settle: Settle) {
    this.#options = options;
    this.#first = first;
    this.#latest = first;
    this.#settle = settle;
  }

  answer(answer: UpstreamAnswer): void {
    const { batch } = this.#latest.request;
    if (!batch) return this.#settle.answer(answer);
    this.#answered = this.#answered ? mergeBatchAnswers(this.#answered, answer, batch.ids) : answer;
    const again = failedCalls(batch, answer, (error) => this.#waitAfter(error));
    if (again) void this.#again(again.request, again.delayMs);
    else this.#settle.answer(this.#answered);
  }

  fail(error: unknown): void {
    const delayMs = error instanceof UpstreamError ? this.#waitAfter(error) : undefined;
    if (delayMs !== undefined) void this.#again(this.#latest.request, delayMs);
    else if (this.#answered && error instanceof UpstreamError && error.code !== 'cancelled') {
      this.#settle.answer(this.#answered);
    } else this.#settle.fail(error);
  }

  /** Returns the wait in milliseconds before another try, or `undefined` where there is none. */
  #waitAfter(error: UpstreamError): number | undefined {
    const { budget, policy } = this.#options;
    if (budget.left < 1) return undefined;
    const delayMs = policy.delayAfter(this.#latest.attempt, error);
    return delayMs !== undefined && fits(delayMs, this.#first) ? delayMs : undefined;
  }

  async #again(request: UpstreamRequest, delayMs: number): Promise<void> {
    this.#options.budget.left -= 1;
    const { signal, request: whole } = this.#first;
    try {
      await pause(delayMs, signal, whole.endpoint);
    } catch (error) {
      return this.#settle.fail(error);
    }
    this.#latest = nextTry(this.#latest, this.#first, request);
    this.#options.next(this.#latest, this);
  }
}

function nextTry(latest: OutgoingRequest, first: OutgoingRequest, request: UpstreamRequest): OutgoingRequest {
  const next = new OutgoingRequest(request, first.credentials, first);
  next.attempt = latest.attempt + 1;
  const { observe } = first;
  // The report names the part of a batch that is sent.
  if (observe && request !== first.request) next.observe = (sent) => observe({ ...sent, request });
  return next;
}

/** Returns the request of the calls of a batch that are worth another try, and the wait before it. */
function failedCalls(
  batch: BatchRequest,
  answer: UpstreamAnswer,
  waitAfter: (error: UpstreamError) => number | undefined,
): { readonly request: UpstreamRequest; readonly delayMs: number } | undefined {
  const delays = new Map<string, number>();
  for (const [id, error] of callErrorsOf(answer)) {
    const delayMs = batch.ids.has(id) ? waitAfter(error) : undefined;
    if (delayMs !== undefined) delays.set(id, delayMs);
  }
  if (delays.size === 0) return undefined;
  return { request: batch.only(new Set(delays.keys())), delayMs: Math.max(...delays.values()) };
}

function fits(delayMs: number, { deadlineAt }: OutgoingRequest): boolean {
  return deadlineAt === undefined || performance.now() + delayMs < deadlineAt;
}

function pause(delayMs: number, signal: CancelSignal | undefined, endpoint: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  return raceWithSignal(promise, signal, endpoint, () => clearTimeout(timer));
}
