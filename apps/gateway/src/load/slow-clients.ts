import type { Server } from 'node:http';
import type { OperationsConfig } from '../config/operations-config.ts';
import { createAttached } from '../http/attached.ts';
import { openResponsesOf } from './open-responses.ts';

/** Maximum interval between two checks of connection timeouts, in milliseconds; Node's default is 30 s. */
const MAX_CHECK_INTERVAL_MS = 1000;

/**
 * Maximum number of connections that wait to be accepted; the system's own limit is mostly the same. A burst of callers
 * overflows Node's default of 511, and a dropped connection is retried after one, three and seven seconds.
 */
export const LISTEN_BACKLOG = 4096;

/** Returns the options for creating the server. */
export function serverOptions({ headersTimeoutMs, requestTimeoutMs }: OperationsConfig['connections']) {
  const shortest = Math.min(...[headersTimeoutMs, requestTimeoutMs].filter((ms) => ms > 0), Infinity);
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: checkInterval(shortest),
    noDelay: true,
  };
}

/**
 * Limits what slow clients hold: an incomplete head or body (408 and close), a connection without traffic, unreceived
 * responses included, a response that is received too slowly, and the number of connections.
 */
export function limitSlowClients(server: Server, connections: OperationsConfig['connections']): void {
  server.keepAliveTimeout = connections.keepAliveTimeoutMs;
  // Counted from the last byte in either direction: it must be longer than an operation may take.
  server.timeout = connections.socketTimeoutMs;
  if (connections.maxConnections > 0) server.maxConnections = connections.maxConnections;
  if (connections.responseWriteTimeoutMs > 0) limitResponses(server, connections.responseWriteTimeoutMs);
}

/** Closes responses that are received too slowly: a byte a minute keeps the connection from idling, and with it a permit. */
function limitResponses(server: Server, timeoutMs: number): void {
  const open = openResponsesOf(server);
  const sentSince = createAttached<number>('first seen to be sent');
  const timer = setInterval(() => {
    const now = performance.now();
    for (const response of open.values()) {
      // A response without a socket is queued behind the response to an earlier request of the same connection.
      if (!response.headersSent || response.socket === null) continue;
      const since = sentSince.of(response);
      if (since === undefined) sentSince.attach(response, now);
      else if (now - since >= timeoutMs) response.destroy();
    }
  }, checkInterval(timeoutMs)).unref();
  server.once('close', () => clearInterval(timer));
}

function checkInterval(shortestMs: number): number {
  return Math.max(10, Math.min(MAX_CHECK_INTERVAL_MS, Math.floor(shortestMs / 4)));
}
