import type { Server, ServerResponse } from 'node:http';
import { ReleasingMap } from '@contacts/core';
import type { OperationsConfig } from '../config/operations-config.ts';

/** How often it is looked for connections that are over their time, at least, in milliseconds; Node's default is 30 s. */
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
    connectionsCheckingInterval: checkInterval(shortest),
    noDelay: true,
  };
}

/**
 * Bounds what clients can hold by being slow: half a head or body (408 and an end), a connection on which nothing
 * moves, answers that nobody takes included, answers that are taken too slowly, and more connections than there is room
 * for.
 */
export function limitSlowClients(server: Server, connections: OperationsConfig['connections']): void {
  server.keepAliveTimeout = connections.keepAliveTimeoutMs;
  // Counted from the last byte in either direction: it must be longer than an operation may take.
  server.timeout = connections.socketTimeoutMs;
  if (connections.maxConnections > 0) server.maxConnections = connections.maxConnections;
  if (connections.responseWriteTimeoutMs > 0) limitAnswers(server, connections.responseWriteTimeoutMs);
}

interface OpenAnswer {
  readonly response: ServerResponse;
  /** When it was first seen to go out. */
  since: number;
}

/** A byte a minute keeps a connection from standing still, and with it the place of its operation, and its answer. */
function limitAnswers(server: Server, timeoutMs: number): void {
  const open = new ReleasingMap<number, OpenAnswer>();
  let last = 0;
  server.on('request', (_request, response) => {
    const number = (last += 1);
    open.set(number, { response, since: Infinity });
    response.once('close', () => open.delete(number));
  });
  const timer = setInterval(() => {
    const now = performance.now();
    for (const answer of open.values()) {
      const { response, since } = answer;
      // Without a socket, it waits behind the answer to what the same client asked before.
      if (!response.headersSent || response.socket === null) continue;
      if (since === Infinity) answer.since = now;
      else if (now - since >= timeoutMs) response.destroy();
    }
  }, checkInterval(timeoutMs)).unref();
  server.once('close', () => clearInterval(timer));
}

function checkInterval(shortestMs: number): number {
  return Math.max(10, Math.min(MAX_CHECK_INTERVAL_MS, Math.floor(shortestMs / 4)));
}
