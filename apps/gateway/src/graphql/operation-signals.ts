import type { ServerResponse } from 'node:http';
import { Cancellation, type CancelSignal, ReleasingMap } from '@contacts/core';
import { onceClosed } from '../http/once-closed.ts';

/** Signals of the operations in flight. */
export interface OperationSignals {
  /**
   * Returns the signal that aborts an operation when its client disconnects, or on its timeout (then with a `TimeoutError`).
   * Yoga passes the client's signal in a form of its own, which `AbortSignal.any` and undici do not accept.
   * @param response response of the operation: when it is sent, the timer is cleared
   */
  of(caller: CancelSignal, response?: Pick<ServerResponse, 'once'>): CancelSignal;
  /** The same for an operation that is run without Yoga: its client has disconnected if the response is not received. */
  ofResponse(response: ServerResponse): CancelSignal;
  /** Times out all operations in flight: they respond with what they have. */
  endAll(): void;
}

/** @param timeoutMs maximum duration of one operation in milliseconds */
export function createOperationSignals(timeoutMs: number): OperationSignals {
  const underWay = new ReleasingMap<number, () => void>();
  let last = 0;
  return {
    of(caller, response) {
      const ending = new Cancellation();
      const leave = (): void => ending.abort(caller.reason);
      if (caller.aborted) leave();
      else caller.addEventListener('abort', leave, { once: true });
      const release = limitTime(ending);
      if (response) onceClosed(response, release);
      return ending;
    },
    ofResponse(response) {
      const ending = new Cancellation();
      const release = limitTime(ending);
      onceClosed(response, () => {
        release();
        if (!response.writableFinished) ending.abort();
      });
      return ending;
    },
    endAll() {
      for (const timeUp of underWay.values()) timeUp();
    },
  };

  /** Aborts an operation on its timeout. Returns a function that clears the timer. */
  function limitTime(ending: Cancellation): () => void {
    const number = (last += 1);
    const timeUp = (): void => {
      underWay.delete(number);
      ending.abort(new DOMException('The operation has timed out.', 'TimeoutError'));
    };
    // Not AbortSignal.timeout: its listeners would stay in memory for the whole timeout, also after the response.
    const timer = setTimeout(timeUp, timeoutMs).unref();
    underWay.set(number, timeUp);
    return () => {
      clearTimeout(timer);
      underWay.delete(number);
    };
  }
}
