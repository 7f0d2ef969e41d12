import { createServer, type Socket } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';
import { expect, test } from 'vitest';
import { plainUpstream } from '../../test/plain-upstream.ts';
import { UpstreamError } from '../errors.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';

// An upstream, or a proxy in front of it, that answers one request twice: over a shared connection the second answer
// would be taken for that of the next caller's request.

interface Confused extends AsyncDisposable {
  readonly url: string;
  readonly connections: () => number;
}

/** Answers each request with the name of its caller, and some requests twice. */
async function startConfused(extraEvery: number): Promise<Confused> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      const [, key = ''] = /x-api-key: (.*)\r/i.exec(chunk.toString()) ?? [];
      requests += 1;
      const body = JSON.stringify({ success: true, data: `contacts of ${key}` });
      const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
      socket.write(answer);
      if (requests % extraEvery === 0) setImmediate(() => socket.write(answer));
    });
  });
  const local = await listenOnFreePort(server);
  return {
    url: local.url,
    connections: () => connections,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

test.each([1, 2, 3])('no caller sees another’s answer when each %ith request is answered twice', async (extraEvery) => {
  await using server = await startConfused(extraEvery);
  const upstream = plainUpstream({ baseUrl: server.url });
  const callers = ['anna', 'boris', 'clara'];
  const wrong: unknown[] = [];
  let right = 0;
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(
      callers.map(async (apiKey) => {
        const path = `/v1/contacts/${round}`;
        const request: UpstreamRequest = { endpoint: 'GET /v1/contacts/:id', method: 'GET', path };
        try {
          const { data } = await upstream.request(request, { apiKey });
          if (data === `contacts of ${apiKey}`) right += 1;
          else wrong.push([apiKey, data]);
        } catch (error) {
          // The connection is destroyed on the extra answer, which is an error of the caller that owns it.
          if (!(error instanceof UpstreamError)) throw error;
        }
      }),
    );
  }
  await upstream.close();
  expect(wrong).toEqual([]);
  expect(right).toBeGreaterThan(40);
});
