import type { Dispatcher } from 'undici';
import { decodeAnswer } from './answer.ts';
import type { Send } from './coalesce.ts';
import type { Connections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { UpstreamError } from './errors.ts';
import { noticeSending } from './notice-sending.ts';
import type { UpstreamRequest } from './upstream.ts';

export interface TransportOptions {
  readonly connections: Connections;
  /** Path in front of every request's. */
  readonly prefix: string;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** Sends requests over the caller's own connections, and reads their answers to the end. */
export function createTransport({ connections, prefix, timeoutMs, maxAnswerBytes }: TransportOptions): Send {
  return async (request, credentials, { signal, observe }) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const askedAt = performance.now();
    const pool: Dispatcher = connections.of(credentials);
    const dispatcher = observe
      ? pool.compose(noticeSending(() => observe({ queueWaitMs: performance.now() - askedAt, shared: false })))
      : pool;
    try {
      const response = await dispatcher.request({
        method: request.method,
        path: `${prefix}${request.path}${request.query ? `?${request.query}` : ''}`,
        headers: headersFor(request, credentials),
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      return await decodeAnswer(response, request.endpoint, maxAnswerBytes);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      // A signal that timed out is a deadline, not a caller who left.
      const ended: unknown = signal?.aborted ? signal.reason : error;
      if (signal?.aborted && !isTimeout(ended)) {
        throw new UpstreamError('cancelled', `${request.endpoint}: the caller went away.`);
      }
      throw transportError(ended, request.endpoint);
    }
  };
}

function headersFor(request: UpstreamRequest, { apiKey, authorization }: Credentials): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'contacts-gateway',
    'x-api-key': apiKey,
    ...(authorization === undefined ? {} : { authorization }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

function transportError(error: unknown, endpoint: string): UpstreamError {
  if (isTimeout(error)) {
    return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`, { cause: error });
  }
  return new UpstreamError('network', `${endpoint}: the connection to the upstream failed.`, { cause: error });
}

function isTimeout(error: unknown): boolean {
  const name = (error as { name?: unknown } | null)?.name;
  return name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError';
}
