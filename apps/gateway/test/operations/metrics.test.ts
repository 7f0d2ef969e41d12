import { fileURLToPath } from 'node:url';
import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGatewayWithSandbox } from '../running-gateway.ts';
import { readMetrics, valueOf, valuesBy } from '../read-metrics.ts';
import { readProjectFile, tableRows } from '../../../../test/markdown.ts';
import { hasRedis, startRedis } from '../../../../test/redis-server.ts';

const token = 'a token for the tests only'.replaceAll(' ', '-');

test('operations and their upstream calls are counted', async () => {
  await using gateway = await startGatewayWithSandbox({ metrics: { token: null, operations: ['Page'] } });
  await gateway.ask('query Page { contacts(first: 2) { nodes { contactId } } }');
  await gateway.ask('query Unknown { contacts(first: 3) { nodes { contactId } } }');
  await gateway.ask('{ contacts(first: 1) { nodes { contactId } } }', { headers: { 'x-api-key': keys.revoked } });
  await gateway.ask('{ shoeSize }');
  const response = await fetch(`${gateway.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  const text = await response.text();
  for (const sample of [
    'gateway_operations_total{operation="Page",type="query",outcome="ok"} 1',
    'gateway_operations_total{operation="other",type="query",outcome="ok"} 1',
    'gateway_operations_total{operation="anonymous",type="query",outcome="UNAUTHENTICATED"} 1',
    'gateway_operations_total{operation="anonymous",type="query",outcome="GRAPHQL_VALIDATION_FAILED"} 1',
    'gateway_upstream_calls_total{endpoint="GET /v1/contacts",outcome="ok"} 2',
    'gateway_upstream_calls_total{endpoint="GET /v1/contacts",outcome="unauthorized"} 1',
    'gateway_operation_duration_seconds_count{operation="Page"} 1',
    'gateway_upstream_queue_wait_seconds_count{outcome="sent"} 3',
    'gateway_upstream_queue_depth 0',
  ])
    expect(text).toContain(`${sample}\n`);
});

test('operations of the manifest have metrics by name, others do not', async () => {
  const manifest = fileURLToPath(
    new URL('../../../../packages/client/src/generated/persisted-documents.json', import.meta.url),
  );
  await using gateway = await startGatewayWithSandbox({
    security: loadConfig({ DOCUMENTS_MANIFEST: manifest }).security,
  });
  await gateway.ask('query ContactCard { contact(id: 17) { name } }');
  await gateway.ask('query Ivan { contact(id: 17) { name } }');
  const operations = valuesBy(await readMetrics(gateway.url), 'gateway_operations_total', 'operation');
  expect(Object.keys(operations)).toEqual(['ContactCard', 'other']);
});

test('the metric of the remaining budget is that of the key with the least', async () => {
  await using gateway = await startGatewayWithSandbox({
    calls: { ...loadConfig({}).calls, pace: { keyPerMinute: 10, perSecond: 8 } },
  });
  await gateway.ask('{ contacts(first: 1) { nodes { contactId } } }');
  const samples = await readMetrics(gateway.url);
  expect(valueOf(samples, 'gateway_upstream_key_rate_limit_remaining_ratio')).toBe(0.9);
  // The former name, which dashboards may still use.
  expect(valueOf(samples, 'gateway_upstream_key_minute_left_ratio')).toBe(0.9);
  expect(valueOf(samples, 'gateway_upstream_portal_calls_per_second')).toBe(8);
});

test.each([
  { name: 'without the token', headers: {}, status: 401 },
  { name: 'with another token', headers: { authorization: 'Bearer another' }, status: 401 },
  { name: 'with a part of the token', headers: { authorization: `Bearer ${token.slice(0, -1)}` }, status: 401 },
  { name: 'with the token', headers: { authorization: `Bearer ${token}` }, status: 200 },
  { name: 'with the scheme in lower case', headers: { authorization: `bearer ${token}` }, status: 200 },
])('with METRICS_TOKEN, a request $name has status $status', async ({ headers, status }) => {
  await using gateway = await startGatewayWithSandbox({ metrics: { token, operations: [] } });
  const response = await fetch(`${gateway.url}/metrics`, { headers });
  expect(response.status).toBe(status);
  expect((await response.text()).includes('gateway_operations_in_flight')).toBe(status === 200);
});

test('METRICS=off serves no metrics', async () => {
  await using gateway = await startGatewayWithSandbox({ metrics: null });
  expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404);
  expect((await gateway.ask('{ contacts(first: 1) { totalCount } }')).status).toBe(200);
});

const documented = tableRows(readProjectFile('docs/operations.md'), 'Metric').flatMap(([names = '', meaning = '']) =>
  (names.match(/\b(?:gateway|nodejs|process)_\w+/g) ?? []).map((name) => ({
    name,
    needsRedis: meaning.startsWith('with REDIS_URL'),
  })),
);

async function metricNames(url: string): Promise<ReadonlySet<string | undefined>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
}

test('docs/operations.md names exactly the metrics of a gateway without Redis, beside those that need it', async () => {
  await using gateway = await startGatewayWithSandbox();
  const named = documented.filter(({ needsRedis }) => !needsRedis).map(({ name }) => name);
  expect(new Set(named)).toEqual(await metricNames(gateway.url));
});

test.skipIf(!hasRedis)('docs/operations.md names exactly the metrics of a gateway with Redis', async () => {
  await using redis = await startRedis();
  await using gateway = await startGatewayWithSandbox({ shared: loadConfig({ REDIS_URL: redis.url }).shared });
  expect(new Set(documented.map(({ name }) => name))).toEqual(await metricNames(gateway.url));
});
