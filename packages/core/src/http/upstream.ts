import { decodeAnswer } from '../wire/answer.ts';
import type { CallerPool } from './caller-pool.ts';
import { createConnectionPools, type ProxyOptions } from './connection-pools.ts';
import type { Credentials } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import { exchange } from './exchange.ts';
import type { BreakerOptions } from './pipeline/circuit-breakers.ts';
import type { PaceOptions } from './pipeline/rate-limit/pace.ts';
import { createPipeline, type Pipeline } from './pipeline/pipeline.ts';
import type { RetryOptions } from './pipeline/retry-policy.ts';
import type { SendOptions, UpstreamEvent } from './pipeline/send.ts';
import { createTransport } from './transport.ts';
import type { UpstreamAnswer, UpstreamRequest } from '../wire/upstream-request.ts';
import { reasonOf, type UpstreamTrouble } from './trouble.ts';

/** Options of a client; {@link upstreamDefaults} has the defaults. */
export interface UpstreamOptions {
  /** Origin of the upstream, `https://vibecode.bitrix24.com`, or `.tech` for portals of the CIS (contract §11.1); a path is a prefix of every request's. */
  readonly baseUrl: string;
  /** Maximum duration of a call, its whole body included, in milliseconds. */
  readonly timeoutMs?: number;
  /** Maximum time to connect, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** HTTP proxy for all requests to the upstream. Default: none. */
  readonly proxy?: ProxyOptions | undefined;
  /** Maximum size of an answer, in bytes after decoding. */
  readonly maxAnswerBytes?: number;
  /** Limits of the requests to a portal and of a key. */
  readonly pace?: PaceOptions;
  readonly retry?: RetryOptions;
  readonly breaker?: Omit<BreakerOptions, 'onState'>;
  /** Called for each event of a call, for metrics. */
  readonly onEvent?: (event: UpstreamEvent) => void;
  /** Called for each failed call that is not its caller's fault, for the log; {@link Upstream.reachable} included. */
  readonly onTrouble?: ((trouble: UpstreamTrouble) => void) | undefined;
}

/** Options of one call: its signal, deadline, priority, and observers. */
export type CallOptions = Pick<SendOptions, 'signal' | 'deadlineAt' | 'priority' | 'observe' | 'trace'>;

export interface Upstream {
  /** URL of the upstream, without credentials; for curl commands. */
  readonly url: string;
  /**
   * Sends one request.
   * @throws UpstreamError for everything but a well-formed successful answer.
   */
  request(request: UpstreamRequest, credentials: Credentials, options?: CallOptions): Promise<UpstreamAnswer>;
  /** Resolves with true if the upstream answers HTTP, whatever the status. Never rejects. */
  reachable(): Promise<boolean>;
  /** Returns the requests that wait and that are in flight, the budget that is left, and the number of open breakers. */
  stats(): ReturnType<Pipeline['stats']>;
  /** Waits for the calls in flight, then closes every connection. Calls made afterwards are rejected. */
  close(): Promise<void>;
}

export const upstreamDefaults = {
  /** Longer than the 30 s after which the upstream's own queue gives up (contract §5). */
  timeoutMs: 40_000,
  connectTimeoutMs: 5000,
  maxAnswerBytes: 32 * 1024 * 1024,
} as const satisfies Partial<UpstreamOptions>;
const REACHABLE_TIMEOUT_MS = 3000;
const PROBE = 'GET /v1/me';

/**
 * Creates a client of one upstream.
 * @example
 * const upstream = createUpstream({ baseUrl: 'https://vibecode.bitrix24.com' });
 * const { data } = await upstream.request({ endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me' }, { apiKey });
 */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { baseUrl, timeoutMs, connectTimeoutMs, maxAnswerBytes } = { ...upstreamDefaults, ...options };
  const { origin, pathname } = new URL(baseUrl);
  const prefix = pathname.replace(/\/$/, '');
  const pools = createConnectionPools({ origin, connectTimeoutMs, proxy: options.proxy });
  const { onTrouble } = options;
  const transport = createTransport({ pools, prefix, maxAnswerBytes });
  const pipeline = createPipeline({ ...options, origin, timeoutMs }, transport);

  return {
    url: `${origin}${prefix}`,
    request: (request, credentials, call = {}) => pipeline.send(request, credentials, call),
    reachable: async () => {
      try {
        await probe(pools.anonymous(), `${prefix}/v1/me`, maxAnswerBytes);
        return true;
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== undefined) onTrouble?.({ reason, endpoint: PROBE });
        // Any answer shows that the upstream is reachable.
        return error instanceof UpstreamError && error.details.status !== undefined;
      }
    },
    stats: () => pipeline.stats(),
    close: () => pools.close(),
  };
}

/** Sends a request without credentials. Rejects unless it is answered well. */
function probe(pool: CallerPool, path: string, maxBytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    exchange(
      pool,
      { method: 'GET', path },
      {
        endpoint: PROBE,
        maxBytes,
        signal: AbortSignal.timeout(REACHABLE_TIMEOUT_MS),
        onWhole(head, chunks) {
          try {
            resolve(void decodeAnswer(head, chunks, PROBE));
          } catch (error) {
            reject(error);
          }
        },
        onFailure: reject,
      },
    );
  });
}
