import { connect, type Socket } from 'node:net';
import { HttpReader, type Message } from './http-reader.ts';

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  /** Time after which no request is sent, in milliseconds; requests in flight are awaited. */
  readonly durationMs: number;
  /** Maximum number of requests. */
  readonly most?: number;
  /** Returns the text of the next request, one character a byte. */
  readonly request: () => string;
  /** Bytes of the body of a right answer; any other length counts as wrong. */
  readonly bodyBytes?: number;
}

export interface LoadResult {
  readonly operations: number;
  /** Answers with another status than 200, or of another length than expected. */
  readonly wrong: number;
  readonly elapsedMs: number;
  /** Of each operation, in milliseconds, in the order of their ends. */
  readonly latencies: readonly number[];
}

/** Maximum wait of a connection for an answer before the run fails, in milliseconds. */
const STALLED_MS = 60_000;

/** Sends requests over some connections, on each the next one as soon as the last is answered. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { durationMs, most = Infinity, bodyBytes } = options;
  const latencies: number[] = [];
  let begun = 0;
  let wrong = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const mayBegin = (): boolean => begun < most && performance.now() < endsAt;

  function runConnection(): Promise<void> {
    return new Promise((resolve, reject) => {
      let sentAt = 0;
      const socket = connect({ port: options.port, host: '127.0.0.1', noDelay: true });
      socket.setTimeout(STALLED_MS, () => socket.destroy(new Error('No answer for a minute.')));
      const next = (): void => {
        if (!mayBegin()) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(options.request(), 'latin1');
        begun += 1;
      };
      const onMessage = (message: Message): void => {
        latencies.push(performance.now() - sentAt);
        if (!message.head.startsWith('HTTP/1.1 200') || (bodyBytes !== undefined && message.bodyBytes !== bodyBytes)) {
          wrong += 1;
        }
        next();
      };
      listen(socket, onMessage);
      socket.once('connect', next);
      socket.once('error', reject);
      // After the last answer, this comes too late to matter.
      socket.once('close', () => reject(new Error('The server closed a connection while an answer was due.')));
    });
  }

  await Promise.all(Array.from({ length: options.connections }, runConnection));
  return { operations: begun, wrong, elapsedMs: performance.now() - startedAt, latencies };
}

function listen(socket: Socket, onMessage: (message: Message) => void): void {
  const reader = new HttpReader(onMessage, false);
  socket.on('data', (bytes: Buffer) => reader.push(bytes));
}
