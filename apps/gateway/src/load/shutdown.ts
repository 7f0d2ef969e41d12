import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onceClosed } from '../http/once-closed.ts';
import { openResponsesOf } from './open-responses.ts';

export interface ShutdownOptions {
  /** Time to continue to serve, so that load balancers see that it is not ready. Default 0. */
  readonly graceMs?: number;
  /**
   * Time in which open connections may still send requests after the server has stopped listening: a request that arrives
   * as its connection is closed would be lost. Default 0.
   */
  readonly lingerMs?: number;
  /** Maximum wait for requests in flight after that, before they are aborted. Default 0: unlimited. */
  readonly timeoutMs?: number;
}

export interface Shutdown {
  /** True once the shutdown has begun; `/readyz` then responds with 503. */
  readonly begun: boolean;
  /** Shuts the server down. Resolves with the number of requests that exceeded the timeout. */
  close(options?: ShutdownOptions): Promise<number>;
}

/** Time for aborted operations to send their responses. */
const LAST_WORDS_MS = 250;

/**
 * Tracks the requests of a server from its start, so that a shutdown loses none that it has accepted.
 * @param onTimeUp aborts the operations in flight, which then respond at once
 */
export function createShutdown(server: Server, onTimeUp: () => void = () => undefined): Shutdown {
  const open = openResponsesOf(server);
  let begun = false;
  let closingIdle = false;

  function endConnections(): void {
    for (const response of open.values()) {
      if (open.newestOf(response.req.socket) === response) endConnectionWith(response);
      onceClosed(response, closeIdle);
    }
    // Ahead of the other listeners, while the head of the response is not yet written.
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      // Pipelined requests behind a response that closes the connection would be lost.
      const before = open.newestOf(socket);
      if (before && !before.headersSent) before.removeHeader('connection');
      endConnectionWith(response);
      onceClosed(response, closeIdle);
    });
  }

  /** Closes connections whose last response was just sent: they would stay open until their idle timeout. */
  function closeIdle(): void {
    if (!closingIdle) return;
    // For Node, a connection is idle when its response is written, even if it is not yet received.
    const isBeingTaken = [...open.values()].some(
      ({ closed, writableEnded, writableFinished }) => !closed && writableEnded && !writableFinished,
    );
    if (!isBeingTaken) server.closeIdleConnections();
  }

  return {
    get begun() {
      return begun;
    },
    async close({ graceMs = 0, lingerMs = 0, timeoutMs = 0 }: ShutdownOptions = {}) {
      begun = true;
      endConnections();
      if (graceMs > 0) await sleep(graceMs);

      const { promise: closed, resolve } = Promise.withResolvers<'closed'>();
      // http's close() would close idle connections at once, while a request may be on its way.
      NetServer.prototype.close.call(server, () => resolve('closed'));
      if (lingerMs > 0) await Promise.race([closed, sleep(lingerMs)]);
      closingIdle = true;
      closeIdle();

      const late = new AbortController();
      const timeout = timeoutMs > 0 ? [sleep(timeoutMs, 'late', { signal: late.signal })] : [];
      const outcome = await Promise.race([closed, ...timeout]);
      late.abort();
      const cut = outcome === 'closed' ? 0 : open.size;
      if (cut > 0) {
        onTimeUp();
        await Promise.race([closed, sleep(LAST_WORDS_MS)]);
      }
      server.closeAllConnections();
      await closed;
      return cut;
    },
  };
}

/** Asks the client to send its next request on another connection. */
function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
