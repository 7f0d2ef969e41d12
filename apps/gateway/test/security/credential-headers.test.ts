import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';
import { type RunningGateway, startGateway } from '../running-gateway.ts';
import { type RawAnswer, rawRequest, sendRaw } from './raw-http.ts';

let upstream: ScriptedUpstream;
let gateway: RunningGateway;
beforeAll(async () => {
  upstream = await startScriptedUpstream(always(200, { success: true, data: [], meta: { total: 0, hasMore: false } }));
  gateway = await startGateway(upstream.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream[Symbol.asyncDispose]();
});

const operation = '{"query":"{ contacts(first: 1) { nodes { id } } }"}';

async function post(headers: readonly string[], body = operation): Promise<RawAnswer> {
  const all = ['Host: x', 'Content-Type: application/json', ...headers];
  return (await sendRaw(gateway.url, rawRequest('POST /graphql', all, body))) as RawAnswer;
}

function errorOf({ body }: RawAnswer): { message: string; extensions: { code: string } } {
  return (JSON.parse(body) as { errors: { message: string; extensions: { code: string } }[] }).errors[0] as never;
}

test.each([
  [`X-Api-Key: ${keys.all}`],
  [`x-api-key:${keys.app}`, `AUTHORIZATION: Bearer ${sessions.one}`],
  ['X-Api-Key: !"#$%&\'()*+-./:;<=>?@[]^_`{|}~'],
  [`X-Api-Key: ${'k'.repeat(4096)}`],
  [`X-Api-Key: ${keys.app}`, 'Authorization: '],
])('the header "%s" is accepted, and sent upstream unchanged', async (...headers) => {
  const before = upstream.requests.length;
  expect((await post(headers)).status).toBe(200);
  expect(upstream.requests).toHaveLength(before + 1);
  const sent = upstream.requests.at(-1)?.headers;
  const [, apiKey] = /^x-api-key:\s*(.*)$/i.exec(headers[0] ?? '') ?? [];
  expect(sent?.['x-api-key']).toBe(apiKey);
});

const key = `X-Api-Key: ${keys.app}`;

describe('malformed credential headers', () => {
  test.each([
    { name: 'two keys', headers: [key, key] },
    { name: 'two keys in other letters', headers: [key, `x-api-key: ${keys.all}`] },
    { name: 'two sessions', headers: [key, 'Authorization: Bearer hunter2', 'Authorization: Bearer hunter3'] },
    { name: 'two keys in one header', headers: ['X-Api-Key: hunter2, hunter3'] },
    { name: 'a comma', headers: ['X-Api-Key: hunter2,'] },
    { name: 'a blank', headers: ['X-Api-Key: hunter2 hunter3'] },
    { name: 'a tab', headers: ['X-Api-Key: hunter2\thunter3'] },
    { name: 'a letter beyond ASCII', headers: ['X-Api-Key: hunter2é'] },
    { name: 'a key that is too long', headers: [`X-Api-Key: hunter2${'k'.repeat(4096)}`] },
    { name: 'another scheme', headers: [key, 'Authorization: Basic aHVudGVyMg=='] },
    { name: 'no scheme', headers: [key, 'Authorization: hunter2'] },
    { name: 'a scheme alone', headers: [key, 'Authorization: Bearer'] },
    { name: 'two blanks', headers: [key, 'Authorization: Bearer  hunter2'] },
    { name: 'two tokens', headers: [key, 'Authorization: Bearer hunter2 hunter3'] },
    { name: 'two tokens with a comma', headers: [key, 'Authorization: Bearer hunter2,hunter3'] },
    { name: 'a session that is too long', headers: [key, `Authorization: Bearer ${'s'.repeat(4096)}`] },
  ])(
    'credential headers with $name are rejected with 400, without the value, before anything is sent',
    async ({ headers }) => {
      const before = upstream.requests.length;
      const answer = await post(headers);
      expect(answer.status).toBe(400);
      const { message, extensions } = errorOf(answer);
      expect(extensions.code).toBe('BAD_REQUEST');
      expect(message).toMatch(/The header (?:X-Api-Key|Authorization) /);
      expect(answer.body).not.toMatch(/hunter|aHVu/);
      expect(upstream.requests).toHaveLength(before);
    },
  );

  test('Node’s parser rejects control characters in headers', async () => {
    for (const control of ['\0', '\x01', '\x7f', '\r', '\n x: y']) {
      expect((await post([`X-Api-Key: a${control}b`])).status).toBe(400);
    }
  });
});

test.each([
  { name: 'a syntax error', body: '{"query":"{ contacts("}' },
  { name: 'an unknown field, whose suggestion would reveal a name', body: '{"query":"{ contact { nodez } }"}' },
  { name: 'introspection', body: '{"query":"{ __schema { types { name } } }"}' },
  { name: 'no JSON', body: '{' },
  { name: 'no operation', body: '{}' },
  { name: 'a batch', body: '[]' },
  { name: 'a body that is too large', body: 'x'.repeat(200_000) },
])('without a key each request gets the same 401 before anything is checked: $name', async ({ body }) => {
  const answer = await post([], body);
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer');
  expect(JSON.parse(answer.body)).toEqual({
    errors: [
      {
        message: 'This operation needs a key: send your VibeCode API key in the header X-Api-Key.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  });
});

test('only the headers that the upstream needs are sent to it', async () => {
  const extra = [
    'Cookie: a=1',
    'X-Forwarded-For: 10.0.0.1',
    'X-Vibe-User-Id: 7',
    'Origin: https://a.example',
    'Referer: https://a.example/x',
  ];
  await post([key, ...extra, 'User-Agent: curious', 'Accept-Language: de']);
  const { host: _host, connection: _connection, ...sent } = upstream.requests.at(-1)?.headers ?? {};
  const allowed = new Set(['accept', 'user-agent', 'x-api-key', 'traceparent', 'tracestate', 'x-request-id']);
  expect(Object.keys(sent).filter((name) => !allowed.has(name))).toEqual([]);
  expect(JSON.stringify(sent)).not.toMatch(/curious|a=1|10\.0\.0\.1|a\.example/);
});
