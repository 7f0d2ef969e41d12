import { connect, createServer, type Socket } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';

/** A TCP proxy in front of Redis, as a load balancer is. */
export interface SwitchableProxy extends AsyncDisposable {
  readonly url: string;
  /** Leads new connections to another port; open ones stay. */
  switchTo(port: number): void;
  /** Drops all data of the open connections without closing them, as a lost route does. New connections work. */
  silence(): void;
}

export async function startSwitchableProxy(port: number): Promise<SwitchableProxy> {
  const sockets = new Set<Socket>();
  let target = port;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          near.destroy();
          far.destroy();
          sockets.delete(socket);
        });
    }
  });
  const local = await listenOnFreePort(server);
  return {
    url: local.url.replace('http:', 'redis:'),
    switchTo(next) {
      target = next;
    },
    silence() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.resume();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await local[Symbol.asyncDispose]();
    },
  };
}
