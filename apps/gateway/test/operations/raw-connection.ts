import { connect, type Socket } from 'node:net';

/** One TCP connection, for what `fetch` hides or does not do. */
export interface RawConnection extends Disposable {
  readonly socket: Socket;
  send(text: string): void;
  /** Resolves with all that was received, as soon as it matches. */
  received(pattern: RegExp): Promise<string>;
  /** Resolves with all that was received, when the other side has closed the connection. */
  readonly ended: Promise<string>;
}

export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(text));
  });
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  // A reset closes the connection, too.
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('connect', () => resolve());
  });
  return {
    socket,
    ended,
    send: (more) => void socket.write(more),
    received: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text)) return;
          socket.off('data', look);
          resolve(text);
        };
        socket.on('data', look);
        void ended.then(() => reject(new Error(`The connection ended before ${pattern} came: ${text}`)));
        look();
      }),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** Returns an operation as the bytes of a request. */
export function operationBytes(query: string, headers: Readonly<Record<string, string>> = {}): string {
  const body = JSON.stringify({ query });
  const lines = Object.entries({
    host: 'gateway',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
