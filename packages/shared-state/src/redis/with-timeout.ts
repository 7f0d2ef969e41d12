/** An answer that did not come in time. */
export class RedisTimeoutError extends Error {
  override readonly name = 'RedisTimeoutError';

  constructor(ms: number) {
    super(`Redis did not answer within ${ms} ms.`);
  }
}

/** Resolves with `work`, or rejects after a time. Does not cancel the work. */
export async function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  // One more turn of the event loop: where this process was held up, the answer may lie there already.
  const late = (): void => reject(new RedisTimeoutError(ms));
  const timer = setTimeout(() => setImmediate(() => setImmediate(late)), ms);
  // If both fail, the later one is no unhandled rejection.
  promise.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
