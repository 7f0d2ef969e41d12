import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createNetServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, listenOnFreePort } from './index.ts';

test('a server answers at its URL until it is disposed of', async () => {
  const local = await listenOnFreePort(createServer((_request, response) => response.end('here')));
  expect(await (await fetch(local.url)).text()).toBe('here');
  expect(local.url).toBe(`http://127.0.0.1:${local.port}`);
  await local[Symbol.asyncDispose]();
  await expect(fetch(local.url)).rejects.toThrow('fetch failed');
});

test('disposal ends connections that are open and idle', async () => {
  const local = await listenOnFreePort(createNetServer());
  const socket = connect(local.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await local[Symbol.asyncDispose]();
  expect(await closed).toEqual([false]);
});

test('a server that its test has closed can be disposed of', async () => {
  const server = createServer();
  await using local = await listenOnFreePort(server);
  server.close();
  expect(local.port).toBeGreaterThan(0);
});

test('a server that cannot listen rejects with the error of the system', async () => {
  const server = createServer();
  await using local = await listenOnFreePort(server);
  await expect(listenOnFreePort(server)).rejects.toMatchObject({ code: 'ERR_SERVER_ALREADY_LISTEN' });
  expect(local.port).toBeGreaterThan(0);
});

test('no server listens on a free port', async () => {
  const port = await freePort();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
});
