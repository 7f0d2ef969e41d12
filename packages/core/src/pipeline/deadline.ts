import { UpstreamError } from '../errors.ts';
import type { Step } from './send.ts';

/**
 * One deadline over everything below: the wait for a turn, every try, and the whole body. It is the operation's where
 * that is nearer, and at most `timeoutMs` from now.
 */
export function deadline(timeoutMs: number): Step {
  return (next) => async (request, credentials, options) => {
    const { signal } = options;
    if (signal?.aborted) throw endedBy(signal, request.endpoint);
    const latest = performance.now() + timeoutMs;
    const deadlineAt = Math.min(options.deadlineAt ?? latest, latest);
    const timer = AbortSignal.timeout(Math.max(0, Math.ceil(deadlineAt - performance.now())));
    return next(request, credentials, {
      ...options,
      deadlineAt,
      signal: signal ? AbortSignal.any([signal, timer]) : timer,
    });
  };
}

/** The error of a request that a signal ended: its time was up, or its caller left. */
export function endedBy(signal: AbortSignal, endpoint: string): UpstreamError {
  const timedOut = (signal.reason as { name?: unknown } | null)?.name === 'TimeoutError';
  return timedOut
    ? new UpstreamError('timeout', `${endpoint}: no complete answer in time.`)
    : new UpstreamError('cancelled', `${endpoint}: the caller went away.`);
}
