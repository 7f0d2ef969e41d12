import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface SilentUpstream extends AsyncDisposable {
  readonly url: string;
  /** The first bytes that come over the next connection. */
  received(): Promise<Buffer>;
  /** Ends all connections. */
  hangUp(): void;
}

/** A server that takes connections and says nothing: one that is asked for TLS never makes a connection. */
export async function startSilentUpstream(protocol: 'http' | 'https'): Promise<SilentUpstream> {
  const sockets = new Set<Socket>();
  const first = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', first.resolve);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => first.promise,
    hangUp,
    async [Symbol.asyncDispose]() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}
