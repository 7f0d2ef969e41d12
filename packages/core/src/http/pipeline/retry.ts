import type { CancelSignal } from '../../cancellation.ts';
import { callErrorsOf, mergeBatchAnswers } from '../../wire/batch-answer.ts';
import { UpstreamError } from '../../errors.ts';
import type { BatchRequest, UpstreamAnswer, UpstreamRequest } from '../../wire/upstream-request.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import { raceWithSignal } from './race-with-signal.ts';
import { createRetryPolicy, type RetryOptions, type RetryPolicy } from './retry-policy.ts';
import type { Settle } from './send.ts';
import type { Next, Wrapper } from './step.ts';

/**
 * Sends a read again after a failure that is likely to pass; of a batch, only the calls that failed so. All requests of
 * this client are reads. A wait that does not fit the deadline is not begun.
 */
export function retry(retryOptions: RetryOptions = {}): Wrapper {
  const policy = createRetryPolicy(retryOptions);
  return {
    around: (next) => (outgoing, settle) => {
      // One budget for each caller: a caller whose calls all fail does not use up the retries of others.
      outgoing.caller.retries.onRequest();
      next(outgoing, new Tries(next, policy, outgoing, settle));
    },
  };
}

/** Takes the outcomes of the tries of one request, and settles it with the last. */
class Tries implements Settle {
  readonly #next: Next;
  readonly #policy: RetryPolicy;
  readonly #first: OutgoingRequest;
  readonly #settle: Settle;
  /** The latest try. */
  #latest: OutgoingRequest;
  /** Answer of a batch so far, with the calls of it to retry. */
  #answered: UpstreamAnswer | undefined;

  // oxlint-disable-next-line max-params -- one for each request
  constructor(next: Next, policy: RetryPolicy, first: OutgoingRequest, settle: Settle) {
    this.#next = next;
    this.#policy = policy;
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
    if (this.#first.caller.retries.isEmpty) return undefined;
    const delayMs = this.#policy.delayAfter(this.#latest.attempt, error);
    return delayMs !== undefined && fits(delayMs, this.#first) ? delayMs : undefined;
  }

  async #again(request: UpstreamRequest, delayMs: number): Promise<void> {
    const { signal, request: whole, caller } = this.#first;
    caller.retries.onRetry();
    try {
      await pause(delayMs, signal, whole.endpoint);
    } catch (error) {
      return this.#settle.fail(error);
    }
    this.#latest = nextTry(this.#latest, this.#first, request);
    this.#next(this.#latest, this);
  }
}

function nextTry(latest: OutgoingRequest, first: OutgoingRequest, request: UpstreamRequest): OutgoingRequest {
  const next = new OutgoingRequest(request, first.credentials, first.caller, first);
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
