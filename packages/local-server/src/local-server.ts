import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A server that listens on 127.0.0.1. Disposal destroys its connections, and resolves once it is closed. */
export interface LocalServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts any server of Node (net, http, https) on a free port.
 * @throws the system's error if it cannot listen
 */
export async function listenOnFreePort(server: Server): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns a port of 127.0.0.1 on which no server listens now. Another program can take it at any time. */
export async function freePort(): Promise<number> {
  await using local = await listenOnFreePort(createServer());
  return local.port;
}
