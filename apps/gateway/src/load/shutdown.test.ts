import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';
import { expect, test, vi } from 'vitest';
import { createShutdown, type Shutdown } from './shutdown.ts';

interface Listening extends AsyncDisposable {
  readonly shutdown: Shutdown;
  readonly port: number;
}

async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  const shutdown = createShutdown(server);
  const local = await listenOnFreePort(server);
  return {
    shutdown,
    port: local.port,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

/** A client, and all bytes that it has received when its connection closes. */
function open(port: number): { readonly socket: ReturnType<typeof connect>; readonly ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(text));
  });
  socket.on('error', () => undefined);
  return { socket, ended };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: gateway\r\n\r\n`;

test('pipelined requests are all answered during a shutdown, and the last response closes the connection', async () => {
  const waiting: ServerResponse[] = [];
  await using server = await listen((_request, response) => void waiting.push(response));
  const { socket, ended } = open(server.port);
  socket.write(get('/1') + get('/2'));
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  const closed = server.shutdown.close();
  socket.write(get('/3'));
  await vi.waitFor(() => expect(waiting).toHaveLength(3));
  for (const response of waiting) response.end(`<${response.req.url}>`);
  const text = await ended;
  expect(text.match(/<\/\d>/g)).toEqual(['</1>', '</2>', '</3>']);
  expect(text.match(/connection: close/gi)).toHaveLength(1);
  expect(await closed).toBe(0);
});

test('a connection with a response that is written and not yet received is not idle', async () => {
  const page = Buffer.alloc(16_000_000, 'x');
  await using server = await listen((_request, response) => response.end(page));
  const { socket, ended } = open(server.port);
  const begun = new Promise<void>((resolve) => {
    socket.once('data', () => {
      socket.pause();
      resolve();
    });
  });
  socket.write(get('/'));
  await begun;
  const closed = server.shutdown.close();
  // The shutdown has looked for idle connections before this response is sent.
  await new Promise(setImmediate);
  socket.resume();
  expect((await ended).length).toBeGreaterThan(page.length);
  expect(await closed).toBe(0);
});

test('a shutdown without a timeout, or with a timeout of 0, waits for the requests in flight', async () => {
  for (const options of [{}, { timeoutMs: 0 }]) {
    const waiting: ServerResponse[] = [];
    await using server = await listen((_request, response) => void waiting.push(response));
    const { socket, ended } = open(server.port);
    socket.write(get('/'));
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    const closed = server.shutdown.close(options);
    // More iterations of the loop than a shutdown takes that waits for nothing.
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    waiting[0]?.end('late');
    expect(await ended).toMatch(/\r\n\r\nlate$/);
    expect(await closed).toBe(0);
  }
});
