import type { Credentials } from '../src/credentials.ts';
import { encodeBatch } from '../src/wire/encode-call.ts';
import { UpstreamError, type UpstreamErrorCode, type UpstreamErrorOptions } from '../src/errors.ts';
import { endedBy } from '../src/http/pipeline/deadline.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../src/wire/upstream-request.ts';
import type { StubOptions, StubSend } from './through.ts';

/** A request that the steps under test sent. */
export interface StubCall {
  readonly request: UpstreamRequest;
  readonly credentials: Credentials;
  readonly options: StubOptions;
  /** When it came, on the clock of `performance.now()`. */
  readonly at: number;
  readonly answer: (data?: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** An end of the pipeline whose answers a test gives, or `reply` for each call; it ends with its signal, as the real one. */
export function stubSend(reply?: (call: StubCall) => void): { readonly send: StubSend; readonly calls: StubCall[] } {
  const calls: StubCall[] = [];
  const send: StubSend = (request, credentials, options) => {
    const { promise, resolve, reject } = Promise.withResolvers<UpstreamAnswer>();
    const call: StubCall = {
      request,
      credentials,
      options,
      at: performance.now(),
      answer: (data = null) => resolve({ data, meta: {}, envelope: {} }),
      fail: reject,
    };
    const { signal } = options;
    if (signal?.aborted) reject(endedBy(signal, request.endpoint));
    signal?.addEventListener('abort', () => reject(endedBy(signal, request.endpoint)), { once: true });
    calls.push(call);
    options.onSent?.();
    reply?.(call);
    return promise;
  };
  return { send, calls };
}

/** A read of one path. */
export function read(path = '/v1/contacts', more: Partial<UpstreamRequest> = {}): UpstreamRequest {
  return { endpoint: `GET ${path}`, method: 'GET', path, ...more };
}

/** An error of the upstream, or of the way there. */
export function failure(code: UpstreamErrorCode, options: UpstreamErrorOptions = {}): UpstreamError {
  return new UpstreamError(code, 'for a test', options);
}

/** A batch of so many reads, with the ids `call0`, `call1`, …; no two batches of different sizes are alike. */
export function batch(size: number): UpstreamRequest {
  return encodeBatch(
    Array.from({ length: size }, (_, index) => ({
      kind: 'list',
      entity: 'contacts',
      filter: { id: index + 1 },
      order: [],
      offset: 0,
      limit: 1,
      withTotal: false,
    })),
  );
}

/** Creates the error of an answer with 429. */
export function tooMany(retryAfterMs?: number, code = 'RATE_LIMITED'): UpstreamError {
  const details = { code, status: 429 };
  return failure('rate_limited', retryAfterMs === undefined ? { details } : { details, retryAfterMs });
}

/** Returns the error of a promise, or undefined. */
export async function errorOf(promise: Promise<unknown>): Promise<UpstreamError | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error as UpstreamError;
  }
}
