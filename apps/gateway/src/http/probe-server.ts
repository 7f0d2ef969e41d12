import { createServer, type RequestListener, type Server } from 'node:http';
import { startListening, urlOf } from './listening.ts';
import { SafeResponse } from './response-headers.ts';

export interface ProbeServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Probes are few and short: an idle connection is closed soon. */
const IDLE_MS = 5000;
const MAX_CONNECTIONS = 64;

/**
 * Starts a listener for probes only. Node accepts one new connection of each listener in an iteration of the event loop:
 * on the port of callers that connect for each operation, a probe would wait for all of them.
 * @param main closed if this one cannot listen
 * @throws the system's error if it cannot listen, e.g. with the code EADDRINUSE
 */
export async function startProbeServer(
  listener: RequestListener,
  address: { readonly host: string; readonly port: number },
  main: Server,
): Promise<ProbeServer> {
  const server = createServer(
    {
      keepAliveTimeout: IDLE_MS,
      requestTimeout: IDLE_MS,
      headersTimeout: IDLE_MS,
      ServerResponse: SafeResponse,
    },
    listener,
  );
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await startListening(server, address);
  } catch (error) {
    main.close();
    throw error;
  }
  return {
    url: urlOf(server),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
