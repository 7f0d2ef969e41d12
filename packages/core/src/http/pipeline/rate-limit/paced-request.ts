import { UpstreamError } from '../../../errors.ts';
import type { UpstreamAnswer } from '../../../wire/upstream-request.ts';
import type { OutgoingRequest } from '../outgoing-request.ts';
import type { PermitEvent } from '../send.ts';
import type { After } from '../step.ts';
import { type Budget, RateLimitFeedback } from './feedback.ts';
import type { Permit, PermitOutcome } from './portal-limiter.ts';

/** A request that takes the portal's whole rate for longer than this, in seconds, is background traffic. */
const LONG_S = 0.5;
const ROWS_OF_A_PAGE = 50;

export interface PacedOptions {
  /** Maximum calls of a portal a second. */
  readonly perSecond: number;
  readonly onEvent: ((event: PermitEvent) => void) | undefined;
  /** Called once, when a request no longer counts in its budget. */
  readonly release: (budget: Budget) => void;
}

/** One request that needs a permit, up to its outcome, to which the limits are adapted. */
export class PacedRequest implements After {
  readonly #outgoing: OutgoingRequest;
  readonly #budget: Budget;
  readonly #options: PacedOptions;
  #permit: Permit | undefined;
  #feedback: RateLimitFeedback | undefined;

  constructor(outgoing: OutgoingRequest, budget: Budget, options: PacedOptions) {
    this.#outgoing = outgoing;
    this.#budget = budget;
    this.#options = options;
  }

  /** Returns itself with a permit; a promise only where the request has to wait. @throws UpstreamError without one */
  start(): this | Promise<this> {
    let permit: Permit | Promise<Permit>;
    try {
      permit = this.#acquire();
    } catch (error) {
      throw this.#refused(error);
    }
    if (!(permit instanceof Promise)) return this.#begin(permit, this.#outgoing.askedAt);
    return permit.then(
      (acquired) => this.#begin(acquired, performance.now()),
      (error: unknown) => {
        throw this.#refused(error);
      },
    );
  }

  onAnswer(answer: UpstreamAnswer): void {
    const { caller, request } = this.#outgoing;
    try {
      if (!caller.isProven) {
        this.#budget.portal.prove(caller.key);
        caller.prove();
      }
      this.#feedback?.onSuccess(request, answer);
    } finally {
      this.#release({ answered: true, abandoned: false, pages: pagesOf(answer) });
    }
  }

  onError(error: unknown): unknown {
    const outcome = outcomeOf(error, this.#outgoing.isSent);
    try {
      if (outcome.unauthorized) this.#outgoing.caller.reject();
      this.#feedback?.onError(error);
    } finally {
      this.#release(outcome);
    }
    return error;
  }

  #acquire(): Permit | Promise<Permit> {
    const { portal, key, search } = this.#budget;
    const { perSecond } = this.#options;
    const { request, caller, priority, deadlineAt, signal } = this.#outgoing;
    const { endpoint, innerPages: cost = 1 } = request;
    return portal.acquire({
      caller: caller.key,
      isProven: caller.isProven,
      windows: search ? [key, search] : [key],
      cost,
      // A request that takes the portal that long can wait like a walk, whatever its priority.
      priority: cost > perSecond * LONG_S ? 'background' : priority,
      endpoint,
      deadlineAt,
      signal,
    });
  }

  #begin(permit: Permit, now: number): this {
    this.#permit = permit;
    this.#feedback = new RateLimitFeedback(this.#budget, now);
    this.#outgoing.feedback = this.#feedback;
    this.#outgoing.queueWaitMs = now - this.#outgoing.askedAt;
    try {
      this.#report('sent', now);
    } catch (error) {
      throw this.onError(error);
    }
    return this;
  }

  #refused(error: unknown): unknown {
    this.#options.release(this.#budget);
    const hasLeft = error instanceof UpstreamError && error.code === 'cancelled';
    this.#report(hasLeft ? 'left' : 'refused', performance.now());
    return error;
  }

  #report(outcome: PermitEvent['outcome'], now: number): void {
    const { request, askedAt } = this.#outgoing;
    this.#options.onEvent?.({ type: 'permit', endpoint: request.endpoint, outcome, waitMs: now - askedAt });
  }

  #release(outcome: PermitOutcome): void {
    this.#permit?.release(outcome);
    this.#options.release(this.#budget);
  }
}

function outcomeOf(error: unknown, isSent: boolean): PermitOutcome {
  const { code, details } = error instanceof UpstreamError ? error : {};
  const answered = details?.status !== undefined;
  const abandoned = isSent && !answered && (code === 'cancelled' || code === 'timeout');
  return { answered, abandoned, unauthorized: answered && code === 'unauthorized' };
}

/** Returns the maximum number of reads of 50 rows that a list took; one more where the last was full. */
function pagesOf({ data }: UpstreamAnswer): number | undefined {
  return Array.isArray(data) ? Math.floor(data.length / ROWS_OF_A_PAGE) + 1 : undefined;
}
