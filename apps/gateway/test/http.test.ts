import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { startGateway, startGatewayWithSandbox } from './running-gateway.ts';
import { always, startScriptedUpstream } from './scripted-upstream.ts';

test('a browser that opens /graphql gets GraphiQL with the sandbox’s key', async () => {
  await using gateway = await startGatewayWithSandbox({ demoKey: keys.all });
  const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
  const page = await response.text();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page).toContain('Contacts Gateway');
  expect(page).toContain(keys.all);
  expect(gateway.calls()).toEqual([]);
});

test('with a real upstream, GraphiQL’s page contains no key', async () => {
  await using gateway = await startGatewayWithSandbox();
  const response = await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html', 'x-api-key': keys.all } });
  expect(await response.text()).not.toContain(keys.all);
});

const visit = { accept: 'text/html' };

test('with GRAPHIQL=off, no page is served, whatever the browser sends', async () => {
  await using gateway = await startGatewayWithSandbox({ security: loadConfig({ GRAPHIQL: 'off' }).security });
  const response = await fetch(`${gateway.url}/graphql`, { headers: { ...visit, 'x-api-key': keys.all } });
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('<html');
});

test('in production GraphiQL’s page is served to requests with credentials', async () => {
  const { security } = loadConfig({ NODE_ENV: 'production', VIBECODE_URL: 'https://vibe.example' });
  await using gateway = await startGatewayWithSandbox({ security });
  const stranger = await fetch(`${gateway.url}/graphql`, { headers: visit });
  expect(stranger.status).toBe(401);
  expect(await stranger.text()).not.toContain('<html');
  const caller = await fetch(`${gateway.url}/graphql`, { headers: { ...visit, 'x-api-key': keys.all } });
  expect(caller.status).toBe(200);
  expect(await caller.text()).not.toContain(keys.all);
});

test('with PROBE_PORT, probes and metrics are served at that port, operations are not', async () => {
  await using gateway = await startGatewayWithSandbox({ listen: { host: '127.0.0.1', port: 0, probePort: 0 } });
  const status = async (path: string, url = gateway.probeUrl): Promise<number> => (await fetch(`${url}${path}`)).status;
  expect(gateway.probeUrl).not.toBe(gateway.url);
  expect(await Promise.all(['/healthz', '/readyz', '/metrics', '/graphql'].map((path) => status(path)))).toEqual([
    200, 200, 200, 404,
  ]);
  expect(await status('/healthz', gateway.url)).toBe(200);
  await gateway.close();
  await expect(status('/healthz')).rejects.toThrow('fetch failed');
});

test('queries by GET are accepted with GET_QUERIES=on', async () => {
  const { security } = loadConfig({ GET_QUERIES: 'on' });
  await using gateway = await startGatewayWithSandbox({ security });
  const query = encodeURIComponent('{ contact(id: 17) { name } }');
  const response = await fetch(`${gateway.url}/graphql?query=${query}`, {
    headers: { 'x-api-key': keys.all, accept: 'application/json' },
  });
  expect(await response.json()).toEqual({ data: { contact: { name: 'Ivan' } } });
});

test.each([
  { accept: 'application/json', status: 200 },
  { accept: 'application/graphql-response+json', status: 400 },
])('an invalid document has status $status for $accept (GraphQL over HTTP)', async ({ accept, status }) => {
  await using gateway = await startGatewayWithSandbox();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', 'x-api-key': keys.all },
    body: JSON.stringify({ query: '{ nonsense }' }),
  });
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain(accept);
});

test.each(['multipart/mixed', 'text/event-stream', 'text/event-stream, */*;q=0.1', '*/*', 'image/png'])(
  'a client that accepts %s gets JSON in one piece, which must not be cached',
  async (accept) => {
    await using gateway = await startGatewayWithSandbox();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', 'x-api-key': keys.all },
      body: JSON.stringify({ query: '{ contact(id: 17) { name } }' }),
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '36',
      'cache-control': 'no-store',
    });
    expect(await response.json()).toEqual({ data: { contact: { name: 'Ivan' } } });
  },
);

test.each(['/', '/graphql/', '/graphiql', '/v1/contacts', '/health', '/healthz/x', '/graphqlx'])(
  'the path %s is not found',
  async (path) => {
    await using gateway = await startGatewayWithSandbox();
    const response = await fetch(`${gateway.url}${path}`, { headers: { 'x-api-key': keys.all } });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: expect.stringContaining('/graphql') });
    expect(gateway.calls()).toEqual([]);
  },
);

test.each([
  { name: 'a body that is not JSON', body: '{' },
  { name: 'a body without a query', body: '{}' },
  { name: 'a query that is not a string', body: '{"query":7}' },
  { name: 'variables that are not an object', body: '{"query":"{ __typename }","variables":7}' },
  { name: 'a batch', body: '[{"query":"{ __typename }"}]' },
])('$name is rejected with status 400 and a code', async ({ body }) => {
  await using gateway = await startGatewayWithSandbox();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys.all },
    body,
  });
  expect(response.status).toBeLessThan(500);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  expect(gateway.calls()).toEqual([]);
  expect(gateway.logged).toEqual([]);
});

test('/healthz reports only the process', async () => {
  await using gateway = await startGateway('http://127.0.0.1:9');
  const response = await fetch(`${gateway.url}/healthz`);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ status: 'ok' });
});

test('/readyz is ready if the upstream responds, whatever its response', async () => {
  await using upstream = await startScriptedUpstream(
    always(401, { success: false, error: { code: 'MISSING_API_KEY' } }),
    'seen',
  );
  await using gateway = await startGateway(upstream.url);
  const response = await fetch(`${gateway.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  expect(upstream.requests[0]?.headers).not.toHaveProperty('x-api-key');
});

test('many probes of /readyz at the same time call the upstream once', async () => {
  await using upstream = await startScriptedUpstream(always(200, { success: true, data: {} }), 'seen');
  await using gateway = await startGateway(upstream.url);
  const responses = await Promise.all(Array.from({ length: 20 }, () => fetch(`${gateway.url}/readyz`)));
  expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(upstream.requests).toHaveLength(1);
});

test('/readyz responds with 503 if the upstream cannot be reached', async () => {
  const upstream = await startScriptedUpstream(always(200, {}));
  await upstream[Symbol.asyncDispose]();
  await using gateway = await startGateway(upstream.url);
  const response = await fetch(`${gateway.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'unready', reason: 'the upstream cannot be reached' },
  ]);
});
