import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import { type Credentials, credentialKey } from './credentials.ts';
import { UpstreamError } from './errors.ts';

export interface ConnectionsOptions {
  readonly origin: string;
  readonly connectTimeoutMs: number;
}

export interface Connections {
  /** The pool of one caller. @throws UpstreamError `unavailable` after {@link close} */
  of(credentials: Credentials): Pool;
  /** A pool for calls that carry no credentials. */
  anonymous(): Pool;
  /** How many callers have a pool. */
  size(): number;
  close(): Promise<void>;
}

/** The upstream serves two calls of a portal at a time (contract §5); a few more cover several portals behind one key. */
const CONNECTIONS_PER_CALLER = 4;
/** Bounds sockets and memory however many keys call. */
const MAX_CALLERS = 500;
const IDLE_MS = 30_000;

/**
 * A small keep-alive pool for each caller. Two callers never share a connection: over a shared one, an upstream or
 * proxy that sends one response too many would hand one caller another's contacts.
 */
export function createConnections({ origin, connectTimeoutMs }: ConnectionsOptions): Connections {
  const closing = new Set<Promise<void>>();
  const pools = new LRUCache<string, Pool>({
    max: MAX_CALLERS,
    ttl: 2 * IDLE_MS,
    updateAgeOnGet: true,
    // The clock as it is now, which in tests is a faked one.
    perf: performance,
    // Calls under way on a pool that leaves the cache still finish: close() waits for them.
    dispose: (pool) => {
      const closed = pool.close().finally(() => closing.delete(closed));
      closing.add(closed);
    },
  });
  let isClosed = false;
  const poolFor = (key: string): Pool => {
    // A new pool would be closed by nobody.
    if (isClosed) throw new UpstreamError('unavailable', 'Not sent, since the connections to the upstream are closed.');
    const present = pools.get(key);
    if (present) return present;
    const pool = new Pool(origin, {
      connections: CONNECTIONS_PER_CALLER,
      pipelining: 1,
      // Over HTTP/2 all calls of a caller would share one connection, and a dead one take all of them along. What the
      // upstream speaks is not documented (contract §9); everything here is made for HTTP/1.1.
      allowH2: false,
      keepAliveTimeout: 4000,
      keepAliveMaxTimeout: IDLE_MS,
      connect: { timeout: connectTimeoutMs },
      // The deadline of each request is over all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    pools.set(key, pool);
    return pool;
  };
  // The cache looks at ages only when it is asked.
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
