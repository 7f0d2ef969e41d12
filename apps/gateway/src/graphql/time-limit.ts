import { type Cancellation, DeadlineTimer, type Timed } from '@contacts/core';

/** One duration for all operations in flight. */
export interface TimeLimit {
  /** Aborts an operation with a `TimeoutError` after the duration. Returns the function that releases it. */
  begin(operation: Cancellation): () => void;
  /** Aborts all operations in flight at once. */
  endAll(): void;
}

/**
 * Creates the limit. Not `AbortSignal.timeout`: its listeners would stay in memory for the whole duration, also after the
 * response.
 * @param timeoutMs duration in milliseconds
 */
export function createTimeLimit(timeoutMs: number): TimeLimit {
  const timer = new DeadlineTimer({ unref: true });
  return {
    begin(operation) {
      const now = performance.now();
      const limited = new Limited(operation, now + timeoutMs);
      timer.add(limited, now);
      return () => timer.remove(limited);
    },
    endAll: () => timer.endAll(),
  };
}

class Limited implements Timed {
  newer: Timed | undefined;
  older: Timed | undefined;
  readonly endsAt: number;
  readonly #operation: Cancellation;

  constructor(operation: Cancellation, endsAt: number) {
    this.#operation = operation;
    this.endsAt = endsAt;
  }

  onTime(): void {
    this.#operation.abort(new DOMException('The operation has timed out.', 'TimeoutError'));
  }
}
