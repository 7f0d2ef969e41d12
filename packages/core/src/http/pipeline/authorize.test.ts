import { expect, test } from 'vitest';
import { read, stubSend } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import type { Credentials } from '../../credentials.ts';
import type { UpstreamRequest } from '../../wire/upstream-request.ts';
import { authorize } from './authorize.ts';

async function headersOf(credentials: Credentials, more: Partial<UpstreamRequest> = {}) {
  const { send, calls } = stubSend(({ answer }) => answer());
  const request = read('/v1/me', more);
  await through(authorize())(send)(request, credentials, {});
  expect(request).toEqual(read('/v1/me', more));
  return calls[0]?.request.headers;
}

test.each<[string, Credentials, Record<string, string>]>([
  ['a key alone', { apiKey: 'k' }, { 'x-api-key': 'k' }],
  ['a key and a session', { apiKey: 'k', authorization: 'Bearer s' }, { 'x-api-key': 'k', authorization: 'Bearer s' }],
])('%s', async (_, credentials, headers) => {
  expect(await headersOf(credentials)).toEqual(headers);
});

test('other headers stay; none of them replaces credentials', async () => {
  const headers = { 'x-request-id': 'r', 'x-api-key': "somebody else's" };
  expect(await headersOf({ apiKey: 'k' }, { headers })).toEqual({ 'x-request-id': 'r', 'x-api-key': 'k' });
});
