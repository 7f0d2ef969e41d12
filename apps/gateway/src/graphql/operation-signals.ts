import type { ServerResponse } from 'node:http';
import { Cancellation, type CancelSignal, ReleasingMap } from '@contacts/core';

/** The signals of the operations under way. */
export interface OperationSignals {
  /**
   * The signal that ends an operation: when its caller goes away, or when its time is up (then with a `TimeoutError`).
   * Yoga hands the caller's as one of its own making, which `AbortSignal.any` and undici do not take.
   * @param answer what the operation is answered with: when it is out, nothing waits for the time any more
   */
  of(caller: CancelSignal, answer?: Pick<ServerResponse, 'once'>): CancelSignal;
  /** The same for an operation that is answered without Yoga: its caller has gone away if the answer is not taken. */
  ofAnswer(answer: ServerResponse): CancelSignal;
  /** Time is up for all of them: they answer with what they have. */
  endAll(): void;
}

/** @param timeoutMs the longest that one operation may take */
export function createOperationSignals(timeoutMs: number): OperationSignals {
  const underWay = new ReleasingMap<number, () => void>();
  let last = 0;
  return {
    of(caller, answer) {
      const ending = new Cancellation();
      const leave = (): void => ending.abort(caller.reason);
      if (caller.aborted) leave();
      else caller.addEventListener('abort', leave, { once: true });
      const release = limitTime(ending);
      answer?.once('close', release);
      return ending;
    },
    ofAnswer(answer) {
      const ending = new Cancellation();
      const release = limitTime(ending);
      answer.once('close', () => {
        release();
        if (!answer.writableFinished) ending.abort();
      });
      return ending;
    },
    endAll() {
      for (const timeUp of underWay.values()) timeUp();
    },
  };

  /** Ends an operation when its time is up; what comes back ends the wait for that. */
  function limitTime(ending: Cancellation): () => void {
    const number = (last += 1);
    const timeUp = (): void => {
      underWay.delete(number);
      ending.abort(new DOMException('The time of the operation is up.', 'TimeoutError'));
    };
    // Not AbortSignal.timeout: what hangs on it would stay for the whole time, also after the answer.
    const timer = setTimeout(timeUp, timeoutMs).unref();
    underWay.set(number, timeUp);
    return () => {
      clearTimeout(timer);
      underWay.delete(number);
    };
  }
}
