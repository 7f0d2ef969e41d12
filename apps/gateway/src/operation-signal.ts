/**
 * The signal that ends an operation: when its caller goes away, or when its time is up (then with a `TimeoutError`).
 * Yoga hands the caller's as one of its own making, which `AbortSignal.any` and undici do not take.
 */
export function operationSignal(caller: AbortSignal, timeoutMs: number): AbortSignal {
  const left = new AbortController();
  if (caller.aborted) left.abort(caller.reason);
  else caller.addEventListener('abort', () => left.abort(caller.reason), { once: true });
  return AbortSignal.any([left.signal, AbortSignal.timeout(timeoutMs)]);
}
