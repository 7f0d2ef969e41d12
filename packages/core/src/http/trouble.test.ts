import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../errors.ts';
import { reasonOf } from './trouble.ts';

const withCode = (code: unknown, message = 'hunter2', cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });
const named = (name: string): Error => Object.assign(new Error('hunter2'), { name });

describe('why a call failed', () => {
  test.each([
    { error: withCode('ENOTFOUND'), reason: 'ENOTFOUND' },
    { error: withCode('CERT_HAS_EXPIRED'), reason: 'CERT_HAS_EXPIRED' },
    { error: withCode('HPE_INVALID_CONSTANT'), reason: 'HPE_INVALID_CONSTANT' },
    { error: withCode('UND_ERR_SOCKET', 'other side closed'), reason: 'UND_ERR_SOCKET' },
    { error: withCode('UND_ERR_SOCKET', 'broken', withCode('ECONNRESET')), reason: 'ECONNRESET' },
    {
      error: withCode('UND_ERR_ABORTED', 'Proxy response (403) !== 200 when HTTP Tunneling'),
      reason: 'PROXY_HTTP_403',
    },
    {
      error: withCode('UND_ERR_INVALID_ARG', 'Proxy Authentication Required (407)'),
      reason: 'PROXY_HTTP_407',
    },
    { error: named('TimeoutError'), reason: 'TIMEOUT' },
    { error: named('HeadersTimeoutError'), reason: 'TIMEOUT' },
    { error: new UpstreamError('bad_response', '', { details: { status: 200 } }), reason: 'WRONG_CONTENT' },
    { error: new UpstreamError('unavailable', '', { details: { status: 502 } }), reason: 'HTTP_502' },
    { error: new UpstreamError('timeout', '', { details: { status: 504 } }), reason: 'HTTP_504' },
    { error: new UpstreamError('timeout', ''), reason: 'TIMEOUT' },
    { error: withCode('no code: hunter2'), reason: 'UNKNOWN' },
    { error: withCode(20), reason: 'UNKNOWN' },
    { error: 'hunter2', reason: 'UNKNOWN' },
  ])('$reason', ({ error, reason }) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

test.each([
  new UpstreamError('unauthorized', '', { details: { status: 401 } }),
  new UpstreamError('forbidden', '', { details: { status: 403 } }),
  new UpstreamError('not_found', '', { details: { status: 404 } }),
  new UpstreamError('rejected', '', { details: { status: 422 } }),
  new UpstreamError('rate_limited', '', { details: { status: 429 } }),
  new UpstreamError('cancelled', ''),
  withCode('UND_ERR_INVALID_ARG', 'invalid x-api-key header'),
])('an error that the caller caused, or an abort, is no trouble: %o', (error) => {
  expect(reasonOf(error)).toBeUndefined();
});
