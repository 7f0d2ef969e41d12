import { gzipSync } from 'node:zlib';
import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { type RawAnswer, rawRequest, sendRaw } from './raw-http.ts';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

const operation = '{"query":"{ contact(id: 17) { name } }"}';
const answerOfIt = { data: { contact: { name: 'Ivan' } } };
const key = `X-Api-Key: ${keys.all}`;
const json = 'Content-Type: application/json';

async function post(headers: readonly string[], body = operation, target = '/graphql'): Promise<RawAnswer> {
  const answer = await sendRaw(gateway.url, rawRequest(`POST ${target}`, ['Host: x', ...headers], body));
  expect(answer).toBeDefined();
  return answer as RawAnswer;
}

function codeOf({ body }: RawAnswer): unknown {
  const { errors } = JSON.parse(body) as { errors?: readonly { extensions: { code: string } }[] };
  return errors?.[0]?.extensions.code;
}

describe('foreign host names', () => {
  test.each([
    'Host: evil.example',
    'Host: evil.example:99999',
    'Host: a b',
    'Host: [::1',
    'Host: user:secret@evil.example/path?x#y',
    'Host: ',
    'Host: %00',
    'Host: \u0000evil'.replace('\u0000', ''),
    `Host: ${'a'.repeat(5000)}`,
  ])('a foreign host name has no effect: %s', async (host) => {
    const answer = await sendRaw(gateway.url, rawRequest('POST /graphql', [host, key, json], operation));
    expect(JSON.parse(answer?.body ?? '')).toEqual(answerOfIt);
    expect(answer?.body).not.toContain('evil');
  });

  test('the headers of proxies for a host or protocol have no effect', async () => {
    const answer = await post([
      key,
      json,
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: gopher',
      'Forwarded: host=evil',
    ]);
    expect(JSON.parse(answer.body)).toEqual(answerOfIt);
  });

  test.each(['http://evil.example/graphql', 'http://127.0.0.1/graphql', '//evil.example/graphql'])(
    'an absolute URL is not one of the paths: %s',
    async (target) => {
      const answer = await post([key, json], operation, target);
      expect(answer.status).toBe(404);
      expect(gateway.calls()).toEqual([]);
    },
  );
});

test.each([
  '/graphql/',
  '/graphql/x',
  '/GraphQL',
  '/graphql%2f',
  '/%67raphql',
  '/./graphql',
  '/x/../graphql',
  '/graphql;x',
  '*',
])('the target %s is not found', async (target) => {
  const answer = await post([key, json], operation, target);
  expect(answer.status).toBe(404);
  expect(gateway.calls()).toEqual([]);
});

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
  'an operation cannot be sent by %s',
  async (method) => {
    const answer = await sendRaw(
      gateway.url,
      rawRequest(`${method} /graphql?query=%7B__typename%7D`, ['Host: x', key, json]),
    );
    expect(answer?.status).toBe(405);
    expect(answer?.headers['allow']).toBe('POST');
    expect(answer?.headers).not.toHaveProperty('access-control-allow-origin');
  },
);

describe('media types', () => {
  test.each([
    json,
    'Content-Type: application/json; charset=utf-8',
    'Content-Type: Application/JSON;charset="UTF-8"',
    'Content-Type: application/json ; x=y',
  ])('the media type %s is accepted', async (type) => {
    expect(JSON.parse((await post([key, type])).body)).toEqual(answerOfIt);
  });

  test.each([
    'X-None: 1',
    'Content-Type: ',
    'Content-Type: text/plain',
    'Content-Type: text/plain; application/json',
    'Content-Type: text/plain, application/json',
    'Content-Type: application/json, text/plain',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Type: multipart/form-data; boundary=x',
    'Content-Type: application/graphql',
    'Content-Type: application/graphql+json',
    'Content-Type: application/jsonx',
    'Content-Type: application/json; charset=utf-16',
    'Content-Type: application/json; charset=latin1',
  ])('the media type %s is rejected', async (type) => {
    const answer = await post([key, type]);
    expect([answer.status, codeOf(answer)]).toEqual([415, 'BAD_REQUEST']);
    expect(gateway.calls()).toEqual([]);
  });

  test.each(['gzip', 'br', 'deflate', 'identity, gzip', 'x'])('a body is not decompressed: %s', async (encoding) => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\n${key}\r\n${json}\r\nContent-Encoding: ${encoding}\r\n`;
    const body = gzipSync(operation);
    const answer = await sendRaw(gateway.url, [`${head}Content-Length: ${body.length}\r\n\r\n`, body]);
    expect(answer?.status).toBe(415);
  });
});

describe('the size of a body', () => {
  const filled = (size: number): string =>
    `${operation.slice(0, -1)},"extensions":{"x":"${'x'.repeat(size - operation.length - 22)}"}}`;

  test('a body of 100,000 bytes is accepted, one more is not', async () => {
    expect(Buffer.byteLength(filled(100_000))).toBe(100_000);
    expect((await post([key, json], filled(100_000))).status).toBe(200);
    const answer = await post([key, json], filled(100_001));
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toEqual({
      errors: [
        {
          message: 'The body is larger than 100000 bytes (MAX_BODY_BYTES).',
          extensions: { code: 'REQUEST_TOO_LARGE', limit: 'MAX_BODY_BYTES', allowed: 100_000 },
        },
      ],
    });
  });

  test('an announced length that is too large is rejected before the body is read', async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\n${key}\r\n${json}\r\nContent-Length: 100001\r\n\r\n`;
    const answer = await sendRaw(gateway.url, [head]);
    expect([answer?.status, answer?.headers['connection']]).toEqual([413, 'close']);
  });

  test('a stream without a length is cut off when it becomes too large', async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\n${key}\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `2710\r\n${'x'.repeat(10_000)}\r\n`;
    const answer = await sendRaw(gateway.url, [head, ...Array.from({ length: 40 }, () => chunk)]);
    expect([answer?.status, answer?.headers['connection']]).toEqual([413, 'close']);
  });

  test.each([
    { name: 'not UTF-8', body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
    { name: 'half a character', body: Buffer.from('{"query":"€"}').subarray(0, 11) },
  ])('a body that is $name is rejected', async ({ body }) => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\n${key}\r\n${json}\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect((await sendRaw(gateway.url, [head, body]))?.status).toBe(400);
  });
});

test('an HTTP upgrade or other protocol gets no response of the application', async () => {
  const twice = ['Content-Length: 40', 'Content-Length: 41'];
  const both = ['Content-Length: 40', 'Transfer-Encoding: chunked'];
  for (const headers of [twice, both]) {
    const answer = await sendRaw(
      gateway.url,
      rawRequest('POST /graphql', ['Host: x', key, json, ...headers], operation),
    );
    expect(answer?.status).toBe(400);
  }
  expect(gateway.calls()).toEqual([]);
});
