import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { type Handler, sendJson, startHttpUpstream, success } from '../../test/http-upstream.ts';
import { UpstreamError } from '../errors.ts';
import type { UpstreamAnswer } from './upstream-request.ts';
import { plainUpstream } from '../../test/plain-upstream.ts';

/** Sends one request to an upstream that answers so, and gives what came of it. */
async function outcomeOf(handler: Handler, maxAnswerBytes = 100_000): Promise<UpstreamAnswer | UpstreamError> {
  await using server = await startHttpUpstream(handler);
  const upstream = plainUpstream({ baseUrl: server.url, maxAnswerBytes });
  try {
    return await upstream.request({ endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me' }, { apiKey: 'k' });
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  } finally {
    await upstream.close();
  }
}

const failing = (status: number, error: object, headers: Record<string, string> = {}) =>
  outcomeOf((_, response) => sendJson(response, { success: false, error }, status, headers));
const text = (status: number, body: string, type = 'text/html') =>
  outcomeOf((_, response) => void response.writeHead(status, { 'content-type': type }).end(body));

test('a success has data, meta and the members beside them', async () => {
  const answer = await outcomeOf((_, response) => sendJson(response, { ...success([1]), total: 9 }));
  expect(answer).toMatchObject({ data: [1], meta: { total: 1, hasMore: false }, envelope: { total: 9 } });
});

test('a success without meta has an empty one', async () => {
  expect(await outcomeOf((_, response) => sendJson(response, { success: true, data: null }))).toMatchObject({
    data: null,
    meta: {},
  });
});

test.each<[number, string, string]>([
  [400, 'INVALID_FILTER_FIELD', 'rejected'],
  [401, 'INVALID_API_KEY', 'unauthorized'],
  [401, 'TOKEN_MISSING', 'unauthorized'],
  [402, 'BILLING_EXHAUSTED', 'forbidden'],
  [403, 'SCOPE_DENIED', 'forbidden'],
  [403, 'IP_NOT_ALLOWED', 'forbidden'],
  [404, 'ENTITY_NOT_FOUND', 'not_found'],
  [404, 'ROUTE_NOT_FOUND', 'bad_response'],
  [409, 'CONFLICT', 'rejected'],
  [422, 'BITRIX_ERROR', 'rejected'],
  [429, 'RATE_LIMITED', 'rate_limited'],
  [429, 'SOMETHING_NEW', 'rate_limited'],
  [500, 'INTERNAL_ERROR', 'unavailable'],
  [502, 'BITRIX_UNAVAILABLE', 'unavailable'],
  [503, 'QUEUE_OVERFLOW', 'rate_limited'],
  [504, 'QUEUE_TIMEOUT', 'rate_limited'],
  [504, 'SOMETHING_NEW', 'timeout'],
  [418, 'toString', 'rejected'],
  [200, 'ACCESS_DENIED', 'forbidden'],
  [200, 'SOMETHING_NEW', 'rejected'],
])('%i %s is %s', async (status, code, expected) => {
  const error = await failing(status, { code, message: 'secret', hint: 'Do this.' }, { 'x-request-id': 'r-1' });
  expect(error).toMatchObject({ code: expected, details: { code, status, hint: 'Do this.', requestId: 'r-1' } });
  expect((error as UpstreamError).message).not.toContain('secret');
});

test('an error names the scope that the key lacks', async () => {
  const error = await failing(403, { code: 'SCOPE_DENIED', details: { requiredScope: 'crm', switchUrl: 'secret' } });
  expect((error as UpstreamError).details).toEqual({ code: 'SCOPE_DENIED', status: 403, requiredScope: 'crm' });
});

describe('how long to wait', () => {
  const limited = async (member: object, headers: Record<string, string> = {}) =>
    ((await failing(429, { code: 'RATE_LIMITED', ...member }, headers)) as UpstreamError).retryAfterMs;

  test('the time after which to retry is in the body, in the header, or absent', async () => {
    expect(await limited({ retryAfter: 2 })).toBe(2000);
    expect(await limited({ retryAfter: 2 }, { 'retry-after': '7' })).toBe(2000);
    expect(await limited({}, { 'retry-after': '7' })).toBe(7000);
    expect(await limited({})).toBeUndefined();
  });

  test('the time after which to retry can be 0', async () => {
    expect(await limited({ retryAfter: 0 }, { 'retry-after': '7' })).toBe(0);
    expect(await limited({}, { 'retry-after': '0' })).toBe(0);
  });

  test('the time after which to retry can be a date, even in the past', async () => {
    const wait = await limited({}, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() });
    expect(wait).toBeGreaterThan(3_000_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);
    expect(await limited({}, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })).toBe(0);
  });

  test('an invalid time after which to retry is dropped', async () => {
    expect(await limited({ retryAfter: 1e308 })).toBe(86_400_000);
    expect(await limited({}, { 'retry-after': 'Tue, 21 Oct 2999 07:28:00 GMT' })).toBe(86_400_000);
    expect(await limited({ retryAfter: -1 })).toBeUndefined();
    expect(await limited({ retryAfter: 'soon' }, { 'retry-after': 'soon' })).toBeUndefined();
    expect(await limited({}, { 'retry-after': ' ' })).toBeUndefined();
  });
});

describe('an answer outside the contract', () => {
  test.each<[string, number, string]>([
    ["a proxy's page", 200, '<html>secret</html>'],
    ['truncated JSON', 200, '{"success":true,"data":[{"id":1'],
    ['nothing', 200, ''],
    ['JSON that is no object', 200, '[1]'],
    ['another object', 200, '{"id":1}'],
    ['success without data', 200, '{"success":true}'],
    ['failure without an error', 200, '{"success":false}'],
    ['success said as text', 200, '{"success":"true","data":[]}'],
    ["a proxy's page with a client error", 403, '<html>secret</html>'],
    ['success in the body of a failure', 404, '{"success":true,"data":[]}'],
    ['an error without a code', 400, '{"success":false,"error":{"message":"secret"}}'],
    ['an error that is a text', 400, '{"success":false,"error":"secret"}'],
  ])('%s', async (_, status, body) => {
    const error = await text(status, body);
    expect(error).toMatchObject({ code: 'bad_response', details: { status } });
    expect((error as UpstreamError).message).not.toContain('secret');
  });

  test.each([500, 502, 503, 504])("a proxy's page with %i is an upstream that is down", async (status) => {
    expect(await text(status, '<html>')).toMatchObject({ code: 'unavailable', details: { status } });
  });

  test('a redirect, which would carry the key elsewhere, is not followed', async () => {
    await using elsewhere = await startHttpUpstream((_, response) => sendJson(response, success([])));
    const error = await outcomeOf((_, response) => void response.writeHead(302, { location: elsewhere.url }).end());
    expect(error).toMatchObject({ code: 'bad_response', details: { status: 302 } });
    expect(elsewhere.received).toEqual([]);
  });

  test('an oversized body, announced or not, is not read to its end', async () => {
    let written = 0;
    const endless = (_: unknown, response: ServerResponse): void => {
      const write = (): void => {
        while (!response.destroyed && written < 50_000_000 && response.write('x'.repeat(10_000))) written += 10_000;
      };
      response.on('drain', write);
      write();
    };
    expect(await outcomeOf(endless, 100_000)).toMatchObject({ code: 'bad_response' });
    expect(written).toBeLessThan(50_000_000);
  });

  test.each([
    ['JSON that is called gzip, which is not unfolded', { 'content-encoding': 'gzip', 'content-length': '1000' }],
    ['a body that is said to be too large', { 'content-length': '100001' }],
  ])('the body of %s is not read, and its connection is closed', async (_, headers) => {
    const closed = Promise.withResolvers<void>();
    const outcome = await outcomeOf((_request, response) => {
      response.on('close', closed.resolve);
      // The rest never comes.
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).write(JSON.stringify(success([])));
    });
    expect(outcome).toMatchObject({ code: 'bad_response', details: { status: 200 } });
    await closed.promise;
  });

  test('a body with the content encoding identity is read', async () => {
    const answer = await outcomeOf((_, response) =>
      sendJson(response, success('x'), 200, { 'content-encoding': 'identity' }),
    );
    expect(answer).toMatchObject({ data: 'x' });
  });

  test('a body of exactly the allowed size is read', async () => {
    const body = JSON.stringify(success('x'));
    const answer = (_: unknown, response: ServerResponse): void => void response.end(body);
    expect(await outcomeOf(answer, body.length)).toMatchObject({ data: 'x' });
    expect(await outcomeOf(answer, body.length - 1)).toMatchObject({ code: 'bad_response' });
  });
});

test('characters that are split between two chunks arrive whole', async () => {
  const body = Buffer.from(JSON.stringify(success('Ёжик 😀')));
  const answer = await outcomeOf((_, response) => {
    const parts = Array.from(body, (_byte, at) => body.subarray(at, at + 1));
    const next = (): void => {
      const part = parts.shift();
      if (part) response.write(part, next);
      else response.end();
    };
    next();
  });
  expect(answer).toMatchObject({ data: 'Ёжик 😀' });
});
