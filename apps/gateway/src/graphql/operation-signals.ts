import type { ServerResponse } from 'node:http';
import { Cancellation, type CancelSignal } from '@contacts/core';
import { onceClosed } from '../http/once-closed.ts';
import { createTimeLimit } from './time-limit.ts';

/** Signals of the operations in flight. */
export interface OperationSignals {
  /**
   * Returns the signal that aborts an operation when its client disconnects, or on its timeout (then with a `TimeoutError`).
   * Yoga passes the client's signal in a form of its own, which `AbortSignal.any` and undici do not accept.
   * @param response response of the operation: when it is sent, the timer is cleared
   */
  of(caller: CancelSignal, response?: Pick<ServerResponse, 'on'>): CancelSignal;
  /** The same for an operation that is run without Yoga: its client has disconnected if the response is not received. */
  ofResponse(response: ServerResponse): CancelSignal;
  /** Times out all operations in flight: they respond with what they have. */
  endAll(): void;
}

/** @param timeoutMs maximum duration of one operation in milliseconds */
export function createOperationSignals(timeoutMs: number): OperationSignals {
  const limit = createTimeLimit(timeoutMs);
  return {
    of(caller, response) {
      const ending = new Cancellation();
      const leave = (): void => ending.abort(caller.reason);
      if (caller.aborted) leave();
      else caller.addEventListener('abort', leave, { once: true });
      const release = limit.begin(ending);
      if (response) onceClosed(response, release);
      return ending;
    },
    ofResponse(response) {
      const ending = new Cancellation();
      const release = limit.begin(ending);
      onceClosed(response, () => {
        release();
        if (!response.writableFinished) ending.abort();
      });
      return ending;
    },
    endAll: () => limit.endAll(),
  };
}
