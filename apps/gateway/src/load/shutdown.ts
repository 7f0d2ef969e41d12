import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ShutdownOptions {
  /** How long to serve on as before, so that load balancers see that it is not ready. Default 0. */
  readonly graceMs?: number;
  /**
   * How long connections may still bring a request after it has stopped to listen: one that was under way when its
   * connection was closed would be lost. Default 0.
   */
  readonly lingerMs?: number;
  /** How long to wait for what is in flight then, before it is told that its time is up. Default 0: for ever. */
  readonly timeoutMs?: number;
}

export interface Shutdown {
  /** Whether it has begun: `/readyz` says so. */
  readonly begun: boolean;
  /** Ends the server in order. Resolves with the number of requests that were not over when their time was. */
  close(options?: ShutdownOptions): Promise<number>;
}

/** How long whoever is told that time is up may still take for an answer. */
const LAST_WORDS_MS = 250;

/**
 * Watches a server from its start, so that it can be ended without losing anything that it has accepted.
 * @param onTimeUp has what is under way come to an end at once, with an answer
 */
export function createShutdown(server: Server, onTimeUp: () => void = () => undefined): Shutdown {
  const open = new Set<ServerResponse>();
  const newest = new WeakMap<Socket, ServerResponse>();
  let begun = false;
  let closingIdle = false;

  // Before everybody else's listener: the head of an answer is not yet written.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (begun) {
      // Of requests sent one behind the other, those behind an answer that ends the connection would be lost.
      const before = newest.get(socket);
      if (before && !before.headersSent) before.removeHeader('connection');
      endConnectionWith(response);
    }
    open.add(response);
    newest.set(socket, response);
    response.once('close', () => {
      open.delete(response);
      // An idle connection keeps nothing of what came over it, credentials least of all.
      if (newest.get(socket) === response) newest.delete(socket);
      // A connection whose last answer has just gone out would stay open until it idles out.
      closeIdle();
    });
  });

  function closeIdle(): void {
    // To Node, a connection is idle when its answer is written, however much of it is still to be taken.
    const isBeingTaken = [...open].some((response) => response.writableEnded && !response.writableFinished);
    if (closingIdle && !isBeingTaken) server.closeIdleConnections();
  }

  return {
    get begun() {
      return begun;
    },
    async close({ graceMs = 0, lingerMs = 0, timeoutMs = 0 }: ShutdownOptions = {}) {
      begun = true;
      for (const response of open) if (newest.get(response.req.socket) === response) endConnectionWith(response);
      if (graceMs > 0) await sleep(graceMs);

      const { promise: closed, resolve } = Promise.withResolvers<'closed'>();
      // The close() of http would cut idle connections off at once, with a request that may just be on its way.
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

/** Tells the client, with the answer, to send its next request elsewhere. */
function endConnectionWith(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
