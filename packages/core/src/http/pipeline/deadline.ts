import type { CancelSignal } from '../../cancellation.ts';
import { UpstreamError } from '../../errors.ts';

/** Returns the reason of a signal that aborts a request at its deadline. */
export function timeUp(): DOMException {
  return new DOMException('The time is up.', 'TimeoutError');
}

/** Returns the error of an aborted request: `timeout` at its deadline, otherwise `cancelled`. */
export function endedBy(signal: CancelSignal, endpoint: string): UpstreamError {
  const timedOut = (signal.reason as { name?: unknown } | null)?.name === 'TimeoutError';
  return timedOut ? lateFor(endpoint) : new UpstreamError('cancelled', `${endpoint}: cancelled by the caller.`);
}

/** Returns the error of a request at its deadline. */
export function lateFor(endpoint: string): UpstreamError {
  return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`);
}
