import type { ServerResponse } from 'node:http';

/**
 * The signal that ends an operation: when its caller goes away, or when its time is up (then with a `TimeoutError`).
 * Yoga hands the caller's as one of its own making, which `AbortSignal.any` and undici do not take.
 * @param answer what the operation is answered with: when it is out, nothing waits for the time any more
 */
export function operationSignal(
  caller: AbortSignal,
  timeoutMs: number,
  answer?: Pick<ServerResponse, 'once'>,
): AbortSignal {
  const ending = new AbortController();
  const leave = (): void => ending.abort(caller.reason);
  if (caller.aborted) leave();
  else caller.addEventListener('abort', leave, { once: true });
  // Not AbortSignal.timeout: what hangs on it would stay for the whole time, also after the answer.
  const timer = setTimeout(
    () => ending.abort(new DOMException('The time of the operation is up.', 'TimeoutError')),
    timeoutMs,
  ).unref();
  answer?.once('close', () => clearTimeout(timer));
  return ending.signal;
}
