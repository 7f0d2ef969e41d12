import { errors } from 'undici';
import { expect, test } from 'vitest';
import { errorOf, failure, read, stubSend } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import type { UpstreamErrorCode } from '../../errors.ts';
import { timeUp } from './deadline.ts';
import { mapFailures } from './map-failures.ts';
import type { SendOptions } from './send.ts';

function mapped(thrown: unknown, options: SendOptions = {}): Promise<Error | undefined> {
  const send = () => Promise.reject(thrown);
  return errorOf(through(mapFailures())(send)(read('/v1/me'), { apiKey: 'secret-key' }, options));
}

const withCode = (code: string): Error => Object.assign(new Error('at 10.0.0.1, key secret-key'), { code });

const endedEarly = new errors.HTTPParserError('Response does not match the HTTP/1.1 protocol (Invalid EOF state)');

test.each<[string, unknown, UpstreamErrorCode]>([
  ['a refused connection', withCode('ECONNREFUSED'), 'network'],
  ['a name that is not known', withCode('ENOTFOUND'), 'network'],
  ['a certificate that does not fit', withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'network'],
  ['a connection that breaks', new errors.SocketError('other side closed'), 'network'],
  ['a connection that takes too long', new errors.ConnectTimeoutError(), 'network'],
  ['headers that take too long', new errors.HeadersTimeoutError(), 'timeout'],
  ['a body that takes too long', new errors.BodyTimeoutError(), 'timeout'],
  ['a time-out of Node', timeUp(), 'timeout'],
  ['no HTTP', new errors.HTTPParserError('Invalid header'), 'bad_response'],
  ['too many headers', new errors.HeadersOverflowError(), 'bad_response'],
  ['a body that ends before its length', new errors.ResponseContentLengthMismatchError(), 'network'],
  ['a body that ends before its last chunk', endedEarly, 'network'],
  ['credentials that are no header', new errors.InvalidArgumentError('invalid x-api-key header'), 'unauthorized'],
])('%s becomes an UpstreamError', async (_, thrown, code) => {
  const error = await mapped(thrown);
  expect(error).toMatchObject({ name: 'UpstreamError', code });
  expect(error?.message).toContain('GET /v1/me');
  expect(error?.message).not.toMatch(/secret|10\.0/);
});

test.each([
  ['aborted by its deadline', timeUp(), 'timeout'],
  ['aborted by its caller', undefined, 'cancelled'],
] as const)('a request %s is mapped to its reason', async (_, reason, code) => {
  const aborted = new errors.RequestAbortedError();
  expect(await mapped(aborted, { signal: AbortSignal.abort(reason) })).toMatchObject({ code });
});

test.each([
  ['one without a code', new Error('mistake')],
  ['one of the language', new TypeError('x is not a function')],
  ['one of Node’s for wrong arguments', Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' })],
  ['something that is no error', 'text'],
  ['nothing', undefined],
])('a bug of the gateway is passed on unchanged: %s', async (_, thrown) => {
  expect(await mapped(thrown)).toBe(thrown);
});

test('an UpstreamError is passed on unchanged, even after an abort', async () => {
  const ours = failure('rate_limited', { retryAfterMs: 5 });
  expect(await mapped(ours, { signal: AbortSignal.abort() })).toBe(ours);
});

test('an answer is passed on unchanged', async () => {
  const { send } = stubSend(({ answer }) => answer('data'));
  expect(await through(mapFailures())(send)(read(), { apiKey: 'k' }, {})).toMatchObject({ data: 'data' });
});
