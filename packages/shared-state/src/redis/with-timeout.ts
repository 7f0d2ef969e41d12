/** Thrown if an answer does not arrive in time. */
export class RedisTimeoutError extends Error {
  override readonly name = 'RedisTimeoutError';

  constructor(ms: number) {
    super(`Redis did not answer within ${ms} ms.`);
  }
}

/** Resolves with `work`, or rejects after a time. Does not cancel the work. */
export async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  // Two more iterations of the event loop: if this process was delayed, the answer may already be in the socket's buffer.
  const late = (): void => reject(new RedisTimeoutError(ms));
  const timer = setTimeout(() => setImmediate(() => setImmediate(late)), ms);
  // If both reject, the later rejection must not be unhandled.
  promise.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
