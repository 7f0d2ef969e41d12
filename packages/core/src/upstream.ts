import { decodeAnswer } from './answer.ts';
import type { Credentials } from './credentials.ts';
import { createConnections } from './connections.ts';
import { UpstreamError } from './errors.ts';

/** One request to the upstream, without credentials. */
export interface UpstreamRequest {
  /** Method and path template, for messages, logs and metrics: they must not hold ids or values. */
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  /** Absolute path, without a query. */
  readonly path: string;
  /** Encoded query string without `?`. */
  readonly query?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** The parts of a successful answer (contract §1, "Response"). */
export interface UpstreamAnswer {
  readonly data: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
  /** The whole envelope: some members stand beside `data` in older answers (contract §1). */
  readonly envelope: Readonly<Record<string, unknown>>;
}

export interface UpstreamOptions {
  /** Origin of the upstream, e.g. `https://vibecode.bitrix24.tech`; a path is a prefix of every request's. */
  readonly baseUrl: string;
  /** The longest a call may take, its whole body included, in milliseconds. Default 40,000: the upstream's own queue gives up after 30 s (contract §5). */
  readonly timeoutMs?: number;
  /** The longest that connecting may take, in milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** The largest answer that is read, in bytes after decoding. Default 32 MiB. */
  readonly maxAnswerBytes?: number;
}

export interface CallOptions {
  /** Ends the call when the caller goes away. */
  readonly signal?: AbortSignal | undefined;
}

export interface Upstream {
  /**
   * Sends one request.
   * @throws UpstreamError for everything but a well-formed successful answer.
   */
  request(request: UpstreamRequest, credentials: Credentials, options?: CallOptions): Promise<UpstreamAnswer>;
  /** Whether the upstream answers HTTP at all, whatever it says; never throws. */
  reachable(): Promise<boolean>;
  /** Lets calls under way finish, then closes every connection. */
  close(): Promise<void>;
}

const defaults = { timeoutMs: 40_000, connectTimeoutMs: 5000, maxAnswerBytes: 32 * 1024 * 1024 };
const REACHABLE_TIMEOUT_MS = 3000;

/**
 * A client of one upstream.
 * @example
 * const upstream = createUpstream({ baseUrl: 'https://vibecode.bitrix24.tech' });
 * const { data } = await upstream.request({ endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me' }, { apiKey });
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { baseUrl, timeoutMs, connectTimeoutMs, maxAnswerBytes } = { ...defaults, ...options };
  const { origin, pathname } = new URL(baseUrl);
  const prefix = pathname.replace(/\/$/, '');
  const connections = createConnections({ origin, connectTimeoutMs });

  return {
    async request(request, credentials, { signal } = {}) {
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const response = await connections.of(credentials).request({
          method: request.method,
          path: `${prefix}${request.path}${request.query ? `?${request.query}` : ''}`,
          headers: headersFor(request, credentials),
          body: request.body === undefined ? null : JSON.stringify(request.body),
          signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        });
        return await decodeAnswer(response, request.endpoint, maxAnswerBytes);
      } catch (error) {
        if (error instanceof UpstreamError) throw error;
        // A signal that timed out is the deadline of the whole operation, not a caller who left.
        const ended: unknown = signal?.aborted ? signal.reason : error;
        if (signal?.aborted && !isTimeout(ended)) {
          throw new UpstreamError('cancelled', `${request.endpoint}: the caller went away.`);
        }
        throw transportError(ended, request.endpoint);
      }
    },
    reachable: async () => {
      try {
        const response = await connections.anonymous().request({
          method: 'GET',
          path: `${prefix}/v1/me`,
          signal: AbortSignal.timeout(REACHABLE_TIMEOUT_MS),
        });
        await response.body.dump();
        return true;
      } catch {
        return false;
      }
    },
    close: () => connections.close(),
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
  if (isTimeout(error))
    return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`, { cause: error });
  return new UpstreamError('network', `${endpoint}: the connection to the upstream failed.`, { cause: error });
}

function isTimeout(error: unknown): boolean {
  const name = (error as { name?: unknown } | null)?.name;
  return name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError';
}
