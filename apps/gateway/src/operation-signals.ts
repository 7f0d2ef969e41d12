import type { ServerResponse } from 'node:http';

/** The signals of the operations under way. */
export interface OperationSignals {
  /**
   * The signal that ends an operation: when its caller goes away, or when its time is up (then with a `TimeoutError`).
   * Yoga hands the caller's as one of its own making, which `AbortSignal.any` and undici do not take.
   * @param answer what the operation is answered with: when it is out, nothing waits for the time any more
   */
  of(caller: AbortSignal, answer?: Pick<ServerResponse, 'once'>): AbortSignal;
  /** Time is up for all of them: they answer with what they have. */
  endAll(): void;
}

/** @param timeoutMs the longest that one operation may take */
export function createOperationSignals(timeoutMs: number): OperationSignals {
  const underWay = new Set<() => void>();
  return {
    of(caller, answer) {
      const ending = new AbortController();
      const leave = (): void => ending.abort(caller.reason);
      if (caller.aborted) leave();
      else caller.addEventListener('abort', leave, { once: true });
      const timeUp = (): void => {
        underWay.delete(timeUp);
        ending.abort(new DOMException('The time of the operation is up.', 'TimeoutError'));
      };
      // Not AbortSignal.timeout: what hangs on it would stay for the whole time, also after the answer.
      const timer = setTimeout(timeUp, timeoutMs).unref();
      underWay.add(timeUp);
      answer?.once('close', () => {
        clearTimeout(timer);
        underWay.delete(timeUp);
      });
      return ending.signal;
    },
    endAll() {
      for (const timeUp of underWay) timeUp();
    },
  };
}
