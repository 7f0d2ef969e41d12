import { Cancellation, type CancelSignal } from '../../cancellation.ts';
import { UpstreamError } from '../../errors.ts';
import { DeadlineTimer, type Timed } from '../../deadline-timer.ts';
import type { After, Hook } from './step.ts';

/**
 * Creates the step with one deadline for all steps below: the wait for a permit, every try, and the whole body. It is the
 * operation's deadline, and at most `timeoutMs` from now.
 */
export function deadline(timeoutMs: number): Hook {
  const timer = new DeadlineTimer();
  return {
    before(outgoing) {
      const { signal, request } = outgoing;
      if (signal?.aborted) throw endedBy(signal, request.endpoint);
      const now = performance.now();
      const latest = now + timeoutMs;
      const endsAt = Math.min(outgoing.deadlineAt ?? latest, latest);
      // No caller would wait for the answer.
      if (endsAt <= now) throw lateFor(request.endpoint);
      const ending = new Ending(timer, endsAt, signal);
      timer.add(ending, now);
      outgoing.deadlineAt = endsAt;
      outgoing.signal = ending;
      return ending;
    },
  };
}

/**
 * Aborts a request at its deadline or with its caller's signal. Not AbortSignal.timeout and AbortSignal.any: their timers
 * and links would stay for the whole time, also after the answer.
 */
class Ending extends Cancellation implements Timed, After {
  readonly endsAt: number;
  newer: Timed | undefined;
  older: Timed | undefined;
  readonly #timer: DeadlineTimer;
  readonly #signal: CancelSignal | undefined;
  readonly #leave = (): void => this.abort(this.#signal?.reason);

  constructor(timer: DeadlineTimer, endsAt: number, signal: CancelSignal | undefined) {
    super();
    this.endsAt = endsAt;
    this.#timer = timer;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#leave, { once: true });
  }

  onTime(): void {
    this.abort(timeUp());
  }

  onAnswer(): void {
    this.#timer.remove(this);
    this.#signal?.removeEventListener('abort', this.#leave);
  }

  onError(error: unknown): unknown {
    this.onAnswer();
    return error;
  }
}

/** Returns the reason of a signal that aborts a request at its deadline. */
export function timeUp(): DOMException {
  return new DOMException('The time is up.', 'TimeoutError');
}

/** Returns the error of an aborted request: `timeout` at its deadline, otherwise `cancelled`. */
export function endedBy(signal: CancelSignal, endpoint: string): UpstreamError {
  const timedOut = (signal.reason as { name?: unknown } | null)?.name === 'TimeoutError';
  return timedOut ? lateFor(endpoint) : new UpstreamError('cancelled', `${endpoint}: cancelled by the caller.`);
}

function lateFor(endpoint: string): UpstreamError {
  return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`);
}
