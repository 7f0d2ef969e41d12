import type { Dispatcher } from 'undici';
import { decodeAnswer } from './answer.ts';
import type { Connections } from './connections.ts';
import { noticeSending } from './notice-sending.ts';
import type { RateHeaders } from './pipeline/rate-limit/key-window.ts';
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
  return async (request, credentials, { signal, observe, onSent, onRate, queueWaitMs = 0 }) => {
    const askedAt = performance.now();
    const noticed = noticeSending(() => {
      onSent?.();
      observe?.({ queueWaitMs: queueWaitMs + performance.now() - askedAt, shared: false });
    });
    const answered = connections
      .of(credentials)
      .compose(noticed)
      .request({
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
}

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
