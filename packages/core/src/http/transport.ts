import type { IncomingHttpHeaders } from 'node:http';
import { decodeAnswer } from '../wire/answer.ts';
import type { ConnectionPools } from './connection-pools.ts';
import { exchange } from './exchange.ts';
import type { RateHeaders } from './pipeline/rate-limit/key-window.ts';
import type { Send } from './pipeline/send.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';

export interface TransportOptions {
  readonly pools: ConnectionPools;
  /** Path in front of every request's. */
  readonly prefix: string;
  readonly maxAnswerBytes: number;
}

/**
 * Creates the end of the pipeline: sends a request over the caller's own connections, and reads its answer to the end.
 * The signal of the request ends it at its deadline.
 */
export function createTransport({ pools, prefix, maxAnswerBytes }: TransportOptions): Send {
  return async (request, credentials, { signal, observe, onSent, onRate, queueWaitMs = 0 }) => {
    const askedAt = performance.now();
    const { endpoint } = request;
    const { head, bytes } = await exchange(
      pools.of(credentials),
      {
        method: request.method,
        path: `${prefix}${request.path}${request.query ? `?${request.query}` : ''}`,
        headers: headersOf(request),
        body: request.body === undefined ? null : JSON.stringify(request.body),
      },
      {
        endpoint,
        maxBytes: maxAnswerBytes,
        signal,
        onSent() {
          onSent?.();
          observe?.({ queueWaitMs: queueWaitMs + performance.now() - askedAt, shared: false });
        },
        onHead({ headers }) {
          const rate = onRate && rateOf(headers);
          if (rate) onRate(rate);
        },
      },
    );
    return decodeAnswer(head, bytes, endpoint);
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
function rateOf(headers: IncomingHttpHeaders): RateHeaders | undefined {
  const limit = wholeNumber(headers['x-ratelimit-limit']);
  const remaining = wholeNumber(headers['x-ratelimit-remaining']);
  const reset = wholeNumber(headers['x-ratelimit-reset']);
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining, resetMs: reset * 1000 };
}

function wholeNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
