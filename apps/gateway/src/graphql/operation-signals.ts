import type { ServerResponse } from 'node:http';
import { Cancellation, type CancelSignal, DeadlineTimer, type Timed } from '@contacts/core';
import { onceClosed } from '../http/once-closed.ts';

/** Signals of the operations in flight. */
export interface OperationSignals {
  /**
   * Returns the signal that aborts an operation when its client disconnects, or on its timeout (then with a `TimeoutError`).
   * Yoga passes the client's signal in a form of its own, which `AbortSignal.any` and undici do not accept.
   * @param response response of the operation: when it is sent, the timer is cleared
   */
  of(caller: CancelSignal, response?: Pick<ServerResponse, 'on'>): OperationSignal;
  /** The same for an operation that is run without Yoga: its client has disconnected if the response is not received. */
  ofResponse(response: ServerResponse): OperationSignal;
  /** Times out all operations in flight: they respond with what they have. */
  endAll(): void;
}

/** @param timeoutMs maximum duration of one operation in milliseconds */
export function createOperationSignals(timeoutMs: number): OperationSignals {
  const timer = new DeadlineTimer({ unref: true });
  const begin = (): OperationSignal => {
    const now = performance.now();
    const signal = new OperationSignal(now + timeoutMs);
    timer.add(signal, now);
    return signal;
  };
  return {
    of(caller, response) {
      const signal = begin();
      const leave = (): void => signal.abort(caller.reason);
      if (caller.aborted) leave();
      else caller.addEventListener('abort', leave, { once: true });
      if (response) onceClosed(response, () => timer.remove(signal));
      return signal;
    },
    ofResponse(response) {
      const signal = begin();
      onceClosed(response, () => {
        timer.remove(signal);
        if (!response.writableFinished) signal.abort();
      });
      return signal;
    },
    endAll: () => timer.endAll(),
  };
}

/** Not `AbortSignal.timeout`: its listeners would stay in memory for the whole duration, also after the response. */
export class OperationSignal extends Cancellation implements Timed {
  newer: Timed | undefined;
  older: Timed | undefined;
  readonly endsAt: number;

  constructor(endsAt: number) {
    super();
    this.endsAt = endsAt;
  }

  onTime(): void {
    this.abort(new DOMException('The operation has timed out.', 'TimeoutError'));
  }
}
