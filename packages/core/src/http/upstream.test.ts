import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { sendJson, startHttpUpstream, success } from '../../test/http-upstream.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';
import { plainUpstream } from '../../test/plain-upstream.ts';

const me: UpstreamRequest = { endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me' };

describe('a request', () => {
  test('a request has the credentials, the user agent and the body, and nothing else of the caller', async () => {
    await using server = await startHttpUpstream((_, response) => sendJson(response, success([])));
    const upstream = plainUpstream({ baseUrl: `${server.url}/prefix/` });
    await upstream.request(
      { endpoint: 'POST /v1/x', method: 'POST', path: '/v1/x', query: 'a=1', body: { name: 'Ёж' } },
      { apiKey: 'key', authorization: 'Bearer s' },
    );
    await upstream.request(me, { apiKey: 'key' });
    await upstream.close();

    const [post, get] = server.received;
    expect(post).toMatchObject({ method: 'POST', url: '/prefix/v1/x?a=1', body: '{"name":"Ёж"}' });
    expect(post?.headers).toMatchObject({
      'x-api-key': 'key',
      authorization: 'Bearer s',
      accept: 'application/json',
      'user-agent': 'contacts-gateway',
      'content-type': 'application/json',
    });
    expect(get).toMatchObject({ method: 'GET', url: '/prefix/v1/me', body: '' });
    expect(get?.headers).not.toHaveProperty('authorization');
    expect(get?.headers).not.toHaveProperty('content-type');
  });

  test('a request with a credential that is no header value fails without being sent', async () => {
    await using server = await startHttpUpstream((_, response) => sendJson(response, success([])));
    const upstream = plainUpstream({ baseUrl: server.url });
    await expect(upstream.request(me, { apiKey: 'a\r\nx-admin: 1' })).rejects.toMatchObject({ name: 'UpstreamError' });
    await upstream.close();
    expect(server.received).toEqual([]);
  });
});

describe('without an answer', () => {
  test('a request without an answer in time is a timeout, before the headers and within the body', async () => {
    await using server = await startHttpUpstream((request, response) => {
      if (request.url.includes('half')) response.writeHead(200).write('{"success":true,');
    });
    const upstream = plainUpstream({ baseUrl: server.url, timeoutMs: 50 });
    await expect(upstream.request(me, { apiKey: 'k' })).rejects.toMatchObject({ code: 'timeout' });
    await expect(upstream.request({ ...me, path: '/half' }, { apiKey: 'k' })).rejects.toMatchObject({
      code: 'timeout',
    });
    await upstream.close();
  });

  test('an aborted request is cancelled, before and after it was sent', async () => {
    let arrived: (() => void) | undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    await using server = await startHttpUpstream(() => arrived?.());
    const upstream = plainUpstream({ baseUrl: server.url });
    await expect(upstream.request(me, { apiKey: 'k' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(server.received).toEqual([]);

    const caller = new AbortController();
    const asked = upstream.request(me, { apiKey: 'k' }, { signal: caller.signal });
    await arrival;
    caller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await upstream.close();
  });

  test('a request to a port on which no server listens is a network error', async () => {
    const server = await startHttpUpstream(() => {});
    await server[Symbol.asyncDispose]();
    const upstream = plainUpstream({ baseUrl: server.url });
    await expect(upstream.request(me, { apiKey: 'k' })).rejects.toMatchObject({ code: 'network' });
    expect(await upstream.reachable()).toBe(false);
    await upstream.close();
  });

  test('a broken connection is a network error, before and within the body', async () => {
    await using server = await startHttpUpstream((request, response) => {
      if (request.url.includes('half')) response.writeHead(200, { 'content-length': '100' }).write('{"success":');
      void setImmediate().then(() => response.destroy());
    });
    const upstream = plainUpstream({ baseUrl: server.url });
    await expect(upstream.request(me, { apiKey: 'k' })).rejects.toMatchObject({ code: 'network' });
    await expect(upstream.request({ ...me, path: '/half' }, { apiKey: 'k' })).rejects.toMatchObject({
      code: 'network',
    });
    await upstream.close();
  });
});

describe('a body that ends too early', () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
  test.each([
    ['with a length', `${head}content-length: 100\r\n\r\n{"success":`],
    ['with a length, on a connection for one answer', `${head}connection: close\r\ncontent-length: 100\r\n\r\n{"succ`],
    ['in chunks', `${head}transfer-encoding: chunked\r\n\r\nff\r\n{"success":true`],
    [
      'in chunks, on a connection for one answer',
      `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{`,
    ],
  ])('a body that ends too early, %s, is a network error', async (_, answer) => {
    await using server = await startHttpUpstream((_request, { socket }) => void socket?.end(answer));
    const upstream = plainUpstream({ baseUrl: server.url });
    await expect(upstream.request(me, { apiKey: 'k' })).rejects.toMatchObject({ code: 'network' });
    await upstream.close();
  });
});

test('messages name the endpoint, and neither key nor value', async () => {
  await using server = await startHttpUpstream((_, response) => response.destroy());
  const upstream = plainUpstream({ baseUrl: server.url });
  const request = { endpoint: 'GET /v1/contacts', method: 'GET', path: '/v1/contacts', query: 'name=Petrov' } as const;
  const error: unknown = await upstream.request(request, { apiKey: 'secret-key' }).catch((thrown: unknown) => thrown);
  await upstream.close();
  expect(error).toMatchObject({ message: expect.stringContaining('GET /v1/contacts') });
  expect((error as Error).message).not.toMatch(/secret-key|Petrov/);
});

describe('reachable', () => {
  test('an upstream that rejects the request is reachable', async () => {
    await using server = await startHttpUpstream((_, response) => sendJson(response, {}, 401));
    const upstream = plainUpstream({ baseUrl: server.url });
    expect(await upstream.reachable()).toBe(true);
    await upstream.close();
    expect(server.received[0]?.headers).not.toHaveProperty('x-api-key');
  });
});

test('closing waits for the calls in flight', async () => {
  let release: (() => void) | undefined;
  let arrived: (() => void) | undefined;
  const arrival = new Promise<void>((resolve) => (arrived = resolve));
  await using server = await startHttpUpstream((_, response) => {
    release = () => sendJson(response, success('done'));
    arrived?.();
  });
  const upstream = plainUpstream({ baseUrl: server.url });
  const asked = upstream.request(me, { apiKey: 'k' });
  await arrival;
  const closed = upstream.close();
  release?.();
  expect(await asked).toMatchObject({ data: 'done' });
  await closed;
});

test('nothing is sent after closing', async () => {
  await using server = await startHttpUpstream((_, response) => sendJson(response, success([])));
  const upstream = plainUpstream({ baseUrl: server.url });
  await upstream.request(me, { apiKey: 'k' });
  await upstream.close();
  await expect(upstream.request(me, { apiKey: 'k' })).rejects.toMatchObject({ code: 'unavailable' });
  expect(await upstream.reachable()).toBe(false);
  expect(server.received).toHaveLength(1);
});
