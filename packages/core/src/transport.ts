import type { Dispatcher } from 'undici';
import { decodeAnswer } from './answer.ts';
import type { Connections } from './connections.ts';
import type { Credentials } from './credentials.ts';
import { UpstreamError } from './errors.ts';
import { noticeSending } from './notice-sending.ts';
import { endedBy } from './pipeline/deadline.ts';
import type { RateHeaders } from './pipeline/key-window.ts';
import type { Send, UpstreamEvent } from './pipeline/send.ts';
import type { UpstreamRequest } from './upstream.ts';

export interface TransportOptions {
  readonly connections: Connections;
  /** Path in front of every request's. */
  readonly prefix: string;
  readonly maxAnswerBytes: number;
  readonly onEvent?: ((event: UpstreamEvent) => void) | undefined;
}

/**
 * The end of the pipeline: sends a request over the caller's own connections, and reads its answer to the end. How long
 * that may take is the deadline's business, whose signal comes with the request.
 */
export function createTransport(options: TransportOptions): Send {
  const { connections, prefix, maxAnswerBytes, onEvent } = options;

  return async (request, credentials, sendOptions) => {
    const { signal, observe, onRate, queueWaitMs = 0, attempt = 1 } = sendOptions;
    const begunAt = performance.now();
    const event = { type: 'call', endpoint: request.endpoint, attempt } as const;
    try {
      const response = await dispatcherFor(credentials, observe, queueWaitMs).request({
        method: request.method,
        path: `${prefix}${request.path}${request.query ? `?${request.query}` : ''}`,
        headers: authorized(request, credentials),
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: signal ?? null,
      });
      const rate = rateOf(response.headers);
      if (rate) onRate?.(rate);
      const answer = await decodeAnswer(response, request.endpoint, maxAnswerBytes);
      onEvent?.({ ...event, outcome: 'ok', durationMs: performance.now() - begunAt });
      return answer;
    } catch (thrown) {
      const error = toUpstreamError(thrown, signal, request.endpoint);
      onEvent?.({ ...event, outcome: error.code, durationMs: performance.now() - begunAt });
      throw error;
    }
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

/** The headers of a request. Credentials are put on here and nowhere else. */
export function authorized(request: UpstreamRequest, { apiKey, authorization }: Credentials): Record<string, string> {
  return {
    ...request.headers,
    accept: 'application/json',
    'user-agent': 'contacts-gateway',
    'x-api-key': apiKey,
    ...(authorization === undefined ? {} : { authorization }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
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

function toUpstreamError(thrown: unknown, signal: AbortSignal | undefined, endpoint: string): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  if (signal?.aborted) return endedBy(signal, endpoint);
  const name = (thrown as { name?: unknown } | null)?.name;
  if (name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError') {
    return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`, { cause: thrown });
  }
  const { code } = (thrown ?? {}) as { code?: unknown };
  const fault = typeof code === 'string' ? code : '';
  if (fault === 'UND_ERR_INVALID_ARG') {
    // Our own requests are well-formed: only what the caller brought can be no header value.
    return new UpstreamError('unauthorized', `${endpoint}: not sent, since the credentials cannot be headers.`);
  }
  if (name === 'HTTPParserError' || brokenAnswers.has(fault)) {
    const message = `${endpoint}: the upstream sent something that is not HTTP as the gateway takes it.`;
    return new UpstreamError('bad_response', message, { cause: thrown });
  }
  return new UpstreamError('network', `${endpoint}: the connection to the upstream failed.`, { cause: thrown });
}

/** Codes of undici for answers that came, but are wrong in themselves. */
const brokenAnswers: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);
