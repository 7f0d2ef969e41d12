import { createServer, type Socket } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';

export interface SilentUpstream extends AsyncDisposable {
  readonly url: string;
  /** The first bytes that come over the next connection. */
  received(): Promise<Buffer>;
  /** Ends all connections. */
  hangUp(): void;
}

/** Starts a server that accepts connections and sends nothing; with `https`, no TLS connection is ever established. */
export async function startSilentUpstream(protocol: 'http' | 'https'): Promise<SilentUpstream> {
  const sockets = new Set<Socket>();
  const first = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', first.resolve);
  });
  const local = await listenOnFreePort(server);
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${protocol}://127.0.0.1:${local.port}`,
    received: () => first.promise,
    hangUp,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}
