import { buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { type CallerPool, CONNECTIONS_PER_CALLER, ClientThenPool } from './caller-pool.ts';
import { UpstreamError } from '../errors.ts';
import { type Linked, RecencyList } from '../recency-list.ts';

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

/** A caller, which has connections of its own. */
export interface ConnectionOwner {
  /** Set by {@link ConnectionPools} alone. */
  connections: OwnConnections | undefined;
}

export interface ConnectionPools {
  /** Returns the pool of one caller. @throws UpstreamError `unavailable` after {@link close} */
  of(owner: ConnectionOwner): CallerPool;
  /** Returns a pool for calls without credentials. */
  anonymous(): CallerPool;
  /** Returns the number of callers that have connections. */
  size(): number;
  close(): Promise<void>;
}

/** The pool of one caller, until it is closed. */
class OwnConnections implements Linked<OwnConnections> {
  readonly owner: ConnectionOwner;
  readonly pool: CallerPool;
  /** Number of the interval in which they were used last. */
  usedIn: number;
  newer: OwnConnections | undefined;
  older: OwnConnections | undefined;

  constructor(owner: ConnectionOwner, pool: CallerPool, usedIn: number) {
    this.owner = owner;
    this.pool = pool;
    this.usedIn = usedIn;
  }
}

/**
 * Maximum numbers of callers that keep connections, over TLS and without. They bound sockets and memory however many keys
 * call: an idle connection takes 67 kB with TLS and 14 kB without, so that either is 140 MB at most for callers with one.
 */
const MAX_TLS_CALLERS = 2000;
const MAX_CALLERS = 10_000;
const IDLE_MS = 30_000;
/** Whole intervals of that length without a call after which the connections of a caller are closed. */
const UNUSED_INTERVALS = 2;

/**
 * A small keep-alive pool for each caller. Two callers never share a connection: over a shared one, an upstream or
 * proxy that sends one response too many would hand one caller another's contacts.
 */
export function createConnectionPools(options: ConnectionPoolsOptions): ConnectionPools {
  const maxCallers = options.origin.startsWith('https:') ? MAX_TLS_CALLERS : MAX_CALLERS;
  const createPool = poolFactory(options);
  const all = new RecencyList<OwnConnections>();
  const closing = new Set<Promise<void>>();
  const withoutCredentials: ConnectionOwner = { connections: undefined };
  let interval = 0;
  let isClosed = false;

  function poolOf(owner: ConnectionOwner): CallerPool {
    // A new pool would never be closed.
    if (isClosed) throw new UpstreamError('unavailable', 'Not sent, since the connections to the upstream are closed.');
    const own = owner.connections ?? open(owner);
    all.use(own);
    own.usedIn = interval;
    return own.pool;
  }

  function open(owner: ConnectionOwner): OwnConnections {
    const own = new OwnConnections(owner, createPool(), interval);
    owner.connections = own;
    all.add(own);
    if (all.size > maxCallers && all.oldest) close(all.oldest);
    return own;
  }

  function close(own: OwnConnections): void {
    const { owner, pool } = own;
    all.remove(own);
    owner.connections = undefined;
    if (pool.closeIfIdle?.()) return;
    // Calls in flight still finish: close() waits for them.
    const closed = pool.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  /** Closes those that were last used in an interval before this one. */
  function closeBefore(first: number): void {
    for (let own = all.oldest; own && own.usedIn < first; own = all.oldest) close(own);
  }

  const sweep = setInterval(() => {
    interval += 1;
    closeBefore(interval - UNUSED_INTERVALS);
  }, IDLE_MS).unref();
  return {
    of: poolOf,
    anonymous: () => poolOf(withoutCredentials),
    size: () => all.size,
    close: async () => {
      isClosed = true;
      clearInterval(sweep);
      closeBefore(Number.POSITIVE_INFINITY);
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
