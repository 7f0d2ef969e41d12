import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as nextIteration } from 'node:timers/promises';
import { listenOnFreePort } from '@contacts/local-server';
import { expect, test, vi } from 'vitest';
import { readBody } from './request-body.ts';

const head = (length: number): string => `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${length}\r\n\r\n`;

/**
 * Returns what is read of a request that is sent in these parts.
 * @param waits true to begin to read in a later iteration of the event loop, when all of it has arrived
 */
async function read(parts: readonly string[], { waits = false, breaksOff = false } = {}): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const begin = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (waits) await vi.waitUntil(() => request.complete);
    readBody(request, response, {
      maxBytes: 10,
      onBody: (bytes) => resolve(bytes.toString()),
      onError: ({ message }) => resolve(message),
    });
    if (breaksOff) client.destroy();
  };
  const server = createServer((request, response) => void begin(request, response));
  await using listening = await listenOnFreePort(server);
  const client = connect(Number(new URL(listening.url).port));
  client.on('error', () => undefined);
  const closed = once(client, 'close');
  for (const part of parts) {
    client.write(part);
    await nextIteration();
    await nextIteration();
  }
  const body = await promise;
  client.destroy();
  await closed;
  return body;
}

test.each<[string, readonly string[], string]>([
  ['with its head', [`${head(4)}abcd`], 'abcd'],
  ['after its head', [head(4), 'abcd'], 'abcd'],
  ['in several parts', [`${head(4)}a`, 'b', 'cd'], 'abcd'],
  [
    'in chunks',
    ['POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n', '2\r\nab\r\n2\r\ncd\r\n', '0\r\n\r\n'],
    'abcd',
  ],
  ['that is empty', [head(0)], ''],
])('a body %s is read once it is complete', async (_, parts, body) => {
  expect(await read(parts)).toBe(body);
  expect(await read(parts, { waits: true })).toBe(body);
});

test('a body without a length is read up to the limit', async () => {
  const chunk = '6\r\nabcdef\r\n';
  const parts = ['POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n', chunk, chunk];
  expect(await read(parts)).toContain('larger than 10 bytes');
});

test('a body that breaks off is an error', async () => {
  expect(await read([`${head(4)}ab`], { breaksOff: true })).toContain('closed before the end');
});
