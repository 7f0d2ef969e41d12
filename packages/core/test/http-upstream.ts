import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';

/** A received request, and its connection. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly remotePort: number;
}

export interface HttpUpstream extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
  /** Sockets that were opened so far. */
  readonly sockets: () => number;
  /** Those that are open now. */
  readonly openSockets: () => number;
}

export type Handler = (request: Received, response: ServerResponse) => void;

/** A server on a free port that answers as one test wants it. */
export async function startHttpUpstream(handler: Handler): Promise<HttpUpstream> {
  const received: Received[] = [];
  let sockets = 0;
  let openSockets = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Received = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        remotePort: request.socket.remotePort ?? 0,
      };
      received.push(one);
      handler(one, response);
    });
  });
  server.on('connection', (socket) => {
    sockets += 1;
    openSockets += 1;
    socket.once('close', () => (openSockets -= 1));
  });
  const local = await listenOnFreePort(server);
  return {
    url: local.url,
    received,
    sockets: () => sockets,
    openSockets: () => openSockets,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** The upstream's success envelope. */
export function success(data: unknown, meta: object = { total: 1, hasMore: false }): object {
  return { success: true, data, meta };
}
