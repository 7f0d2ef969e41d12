import type { Server } from 'node:http';
import type { OperationsConfig } from '../operations-config.ts';

/** How often Node looks for connections that are over their time, at most, in milliseconds; its default is 30 s. */
const MAX_CHECK_INTERVAL_MS = 1000;

/**
 * How many connections may wait to be taken in; the system's own limit is mostly the same. With Node's 511, a burst of
 * callers overflows it, and who is dropped comes back after one, three, seven seconds.
 */
export const LISTEN_BACKLOG = 4096;

/** What has to be known when the server is made. */
export function serverOptions({ headersTimeoutMs, requestTimeoutMs }: OperationsConfig['connections']) {
  const shortest = Math.min(...[headersTimeoutMs, requestTimeoutMs].filter((ms) => ms > 0), Infinity);
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.max(10, Math.min(MAX_CHECK_INTERVAL_MS, shortest / 4)),
    noDelay: true,
  };
}

/**
 * Bounds what clients can hold by being slow: half a head or body (408 and an end), a connection on which nothing
 * moves, answers that nobody takes included, and more connections than there is room for.
 */
export function limitSlowClients(server: Server, connections: OperationsConfig['connections']): void {
  server.keepAliveTimeout = connections.keepAliveTimeoutMs;
  // Counted from the last byte in either direction: it must be longer than an operation may take.
  server.timeout = connections.socketTimeoutMs;
  if (connections.maxConnections > 0) server.maxConnections = connections.maxConnections;
}
