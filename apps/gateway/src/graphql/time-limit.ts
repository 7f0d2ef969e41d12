import { type Cancellation, ReleasingMap } from '@contacts/core';

/** One duration for all operations in flight. */
export interface TimeLimit {
  /** Aborts an operation with a `TimeoutError` after the duration. Returns the function that releases it. */
  begin(operation: Cancellation): () => void;
  /** Aborts all operations in flight at once. */
  endAll(): void;
}

interface Limited {
  readonly number: number;
  readonly operation: Cancellation;
  /** On the clock of `performance.now()`. */
  readonly endsAt: number;
}

/**
 * Creates the limit. All operations have one timer, that of the oldest, since the others end later: a timer of its own, set
 * and cleared, costs each operation about 2 µs. Not `AbortSignal.timeout`: its listeners would stay in memory for the whole
 * duration, also after the response.
 * @param timeoutMs duration in milliseconds
 */
export function createTimeLimit(timeoutMs: number): TimeLimit {
  /** In the order of their begin, so the first one ends first. */
  const inFlight = new ReleasingMap<number, Limited>();
  let last = 0;
  let timer: NodeJS.Timeout | undefined;

  return {
    begin(operation) {
      const number = (last += 1);
      inFlight.set(number, { number, operation, endsAt: performance.now() + timeoutMs });
      timer ??= setTimeout(endOldest, timeoutMs).unref();
      return () => release(number);
    },
    endAll: () => endUntil(Number.POSITIVE_INFINITY),
  };

  function endOldest(): void {
    timer = undefined;
    const now = performance.now();
    const next = endUntil(now);
    if (next !== undefined) timer = setTimeout(endOldest, Math.ceil(next - now)).unref();
  }

  /** Aborts the operations that end until a time. Returns the end of the next one. */
  function endUntil(time: number): number | undefined {
    for (const { number, operation, endsAt } of inFlight.values()) {
      if (endsAt > time) return endsAt;
      release(number);
      operation.abort(new DOMException('The operation has timed out.', 'TimeoutError'));
    }
    return undefined;
  }

  function release(number: number): void {
    inFlight.delete(number);
    if (inFlight.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  }
}
