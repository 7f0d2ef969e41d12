import type { Dispatcher } from 'undici';
import { decodeAnswer } from './answer.ts';
import type { Connections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { noticeSending } from './notice-sending.ts';
import type { RateHeaders } from './pipeline/key-window.ts';
import { raceWithSignal } from './pipeline/race-with-signal.ts';
import type { Send } from './pipeline/send.ts';
import type { UpstreamRequest } from './upstream.ts';

export interface TransportOptions {
  readonly connections: Connections;
  /** Path in front of every request's. */
  readonly prefix: string;
  readonly maxAnswerBytes: number;
}

/**
 * The end of the pipeline: sends a request over the caller's own connections, and reads its answer to the end. How long
 * that may take is the deadline's business, whose signal comes with the request.
 */
export function createTransport({ connections, prefix, maxAnswerBytes }: TransportOptions): Send {
  return async (request, credentials, { signal, observe, onRate, queueWaitMs = 0 }) => {
    const answered = dispatcherFor(credentials, observe, queueWaitMs).request({
      method: request.method,
      path: `${prefix}${request.path}${request.query ? `?${request.query}` : ''}`,
      headers: headersOf(request),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal: signal ?? null,
    });
    // undici notes a signal only once it has a connection: whoever left while it connects would keep a place at the
    // portal until that fails.
    const response = await raceWithSignal(answered, signal, request.endpoint);
    const rate = rateOf(response.headers);
    if (rate) onRate?.(rate);
    return decodeAnswer(response, request.endpoint, maxAnswerBytes);
  };

  /** The caller's pool; where somebody wants to know, it tells when the request leaves, after all its waits. */
  function dispatcherFor(credentials: Credentials, observe: SendObserver, queueWaitMs: number): Dispatcher {
    const pool = connections.of(credentials);
    if (!observe) return pool;
    const askedAt = performance.now();
    return pool.compose(
      noticeSending(() => observe({ queueWaitMs: queueWaitMs + performance.now() - askedAt, shared: false })),
    );
  }
}

type SendObserver = Parameters<Send>[2]['observe'];

function headersOf({ headers, body }: UpstreamRequest): Record<string, string> {
  return {
    ...headers,
    accept: 'application/json',
    'user-agent': 'contacts-gateway',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
}

/** The X-RateLimit headers (contract §5), where all three are whole numbers. */
function rateOf(headers: Dispatcher.ResponseData['headers']): RateHeaders | undefined {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
    const value = headers[`x-ratelimit-${name}`];
    return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  });
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining, resetMs: reset * 1000 };
}
