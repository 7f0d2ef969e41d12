import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { nameRequest, SafeResponse } from './response-headers.ts';

/** Returns the headers of the response that `answer` sends. */
async function headersOf(answer: (response: ServerResponse) => void): Promise<Headers> {
  const server = createServer({ ServerResponse: SafeResponse }, (_request, response) => answer(response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return headers;
}

test.each<[string, (response: ServerResponse) => void]>([
  ['without a head of its own', (response) => response.end()],
  ['with a head', (response) => response.writeHead(200, { 'X-Own': 'yes' }).end()],
  ['with a reason', (response) => response.writeHead(200, 'Fine', { 'x-own': 'yes' }).end()],
  ['with a list of headers', (response) => response.writeHead(200, ['x-own', 'yes']).end()],
  ['with headers that were set before', (response) => response.setHeader('x-own', 'yes').writeHead(200).end()],
])('a response %s has the default headers', async (_, answer) => {
  const headers = await headersOf((response) => {
    nameRequest(response, 'r-1');
    answer(response);
  });
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-request-id')).toBe('r-1');
  expect(headers.get('x-own')).toBe(answer.toString().toLowerCase().includes('x-own') ? 'yes' : null);
});

test.each<[string, (response: ServerResponse) => void]>([
  ['in its head', (response) => response.writeHead(200, { 'Cache-Control': 'max-age=5' }).end()],
  ['in a list', (response) => response.writeHead(200, ['Cache-Control', 'max-age=5']).end()],
  ['before its head', (response) => response.setHeader('Cache-Control', 'max-age=5').writeHead(200).end()],
  [
    'before its head and in it',
    (response) => response.setHeader('etag', 'a').writeHead(200, { 'cache-control': 'max-age=5' }).end(),
  ],
])('a header that a response sets %s has precedence over the default', async (_, answer) => {
  const headers = await headersOf(answer);
  expect(headers.get('cache-control')).toBe('max-age=5');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-request-id')).toBeNull();
});
