import { Cancellation, type CancelSignal } from '../../cancellation.ts';
import { UpstreamError } from '../../errors.ts';
import type { Step } from './send.ts';

/**
 * Creates the step with one deadline for all steps below: the wait for a permit, every try, and the whole body. It is the
 * operation's deadline, and at most `timeoutMs` from now.
 */
export function deadline(timeoutMs: number): Step {
  return (next) => async (request, credentials, options) => {
    const { signal } = options;
    if (signal?.aborted) throw endedBy(signal, request.endpoint);
    const now = performance.now();
    const latest = now + timeoutMs;
    const deadlineAt = Math.min(options.deadlineAt ?? latest, latest);
    // No caller would wait for the answer.
    if (deadlineAt <= now) throw lateFor(request.endpoint);
    // Not AbortSignal.timeout and AbortSignal.any: their timers and links would stay for the whole time, also after the
    // answer.
    const ending = new Cancellation();
    const timer = setTimeout(() => ending.abort(timeUp()), Math.ceil(deadlineAt - now));
    const leave = (): void => ending.abort(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await next(request, credentials, { ...options, deadlineAt, signal: ending });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }
  };
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
