import { LRUCache } from 'lru-cache';
import { roomFor } from '../cache-room.ts';
import { buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { type CallerPool, CONNECTIONS_PER_CALLER, ClientThenPool } from './caller-pool.ts';
import { type Credentials, credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';

export interface ConnectionPoolsOptions {
  readonly origin: string;
  readonly connectTimeoutMs: number;
  /** HTTP proxy for all requests to the origin. */
  readonly proxy?: ProxyOptions | undefined;
}

/** An HTTP proxy. */
export interface ProxyOptions {
  /** Its origin, without credentials. */
  readonly url: string;
  /** Value of `Proxy-Authorization`, sent to the proxy only. */
  readonly authorization?: string;
}

export interface ConnectionPools {
  /** Returns the pool of one caller. @throws UpstreamError `unavailable` after {@link close} */
  of(credentials: Credentials): CallerPool;
  /** Returns a pool for calls without credentials. */
  anonymous(): CallerPool;
  /** Returns the number of callers that have connections. */
  size(): number;
  close(): Promise<void>;
}

/**
 * Maximum numbers of callers that keep connections, over TLS and without. They bound sockets and memory however many keys
 * call: an idle connection takes 67 kB with TLS and 14 kB without, so that either is 140 MB at most for callers with one.
 */
const MAX_TLS_CALLERS = 2000;
const MAX_CALLERS = 10_000;
const IDLE_MS = 30_000;

/**
 * A small keep-alive pool for each caller. Two callers never share a connection: over a shared one, an upstream or
 * proxy that sends one response too many would hand one caller another's contacts.
 */
export function createConnectionPools(options: ConnectionPoolsOptions): ConnectionPools {
  const closing = new Set<Promise<void>>();
  const pools = new LRUCache<string, CallerPool>({
    ...roomFor(options.origin.startsWith('https:') ? MAX_TLS_CALLERS : MAX_CALLERS),
    ttl: 2 * IDLE_MS,
    updateAgeOnGet: true,
    // The clock as it is now, which in tests is a faked one.
    perf: performance,
    // Calls in flight on an evicted pool still finish: close() waits for them.
    dispose: (pool) => {
      if (pool.closeIfIdle?.()) return;
      const closed = pool.close().finally(() => closing.delete(closed));
      closing.add(closed);
    },
  });
  const createPool = poolFactory(options);
  let isClosed = false;
  const poolFor = (key: string): CallerPool => {
    // A new pool would never be closed.
    if (isClosed) throw new UpstreamError('unavailable', 'Not sent, since the connections to the upstream are closed.');
    const present = pools.get(key);
    if (present) return present;
    const pool = createPool();
    pools.set(key, pool);
    return pool;
  };
  // The cache checks ages only when it is accessed.
  const sweep = setInterval(() => pools.purgeStale(), IDLE_MS).unref();
  return {
    of: (credentials) => poolFor(credentialKey(credentials)),
    anonymous: () => poolFor(''),
    size: () => pools.size,
    close: async () => {
      isClosed = true;
      clearInterval(sweep);
      pools.clear();
      await Promise.all(closing);
    },
  };
}

/** Returns a factory of the connections of one caller. */
function poolFactory({ origin, connectTimeoutMs, proxy }: ConnectionPoolsOptions): () => CallerPool {
  const options = {
    pipelining: 1,
    // Over HTTP/2 all calls of a caller would share one connection, and fail with it. What the
    // upstream speaks is not documented (contract §9); everything here is made for HTTP/1.1.
    allowH2: false,
    keepAliveTimeout: 4000,
    keepAliveMaxTimeout: IDLE_MS,
    // The deadline of each request covers headers and body.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (proxy !== undefined) return () => throughProxy(origin, proxy, connectTimeoutMs, options);
  // One for all callers, who share no connection by it: with it, those who come later resume a TLS session.
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false });
  const url = new URL(origin);
  const clientOptions = { ...options, connect };
  return () => new ClientThenPool(url, clientOptions);
}

/** The same through a proxy: tunnels for https, absolute addresses for http, and no tunnel for two callers. */
function throughProxy(
  origin: string,
  { url, authorization }: ProxyOptions,
  connectTimeoutMs: number,
  options: Pool.Options,
): CallerPool {
  const agent = new ProxyAgent({
    ...options,
    connections: CONNECTIONS_PER_CALLER,
    uri: url,
    ...(authorization === undefined ? {} : { token: authorization }),
    connectTimeout: connectTimeoutMs,
    // One client makes the tunnels: without a timeout of its own, a proxy that does not answer would block them all.
    clientFactory: (proxyOrigin, opts) =>
      new Pool(proxyOrigin, { ...opts, allowH2: false, headersTimeout: connectTimeoutMs, bodyTimeout: 0 }),
  });
  const atOrigin: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (request, handler) =>
    dispatch({ ...request, origin }, handler);
  return agent.compose(atOrigin) as unknown as CallerPool;
}
