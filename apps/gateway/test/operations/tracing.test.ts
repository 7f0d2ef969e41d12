import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';
import { startTracing } from '../../src/observe/tracing.ts';
import { startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { always, hang, startScriptedUpstream } from '../scripted-upstream.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${parentId}-01`;
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;
const rows = { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } };

function post(url: string, query: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

test('an operation is a span of its caller’s trace, with a span for each wave and for each upstream call', async () => {
  await using receiver = await startOtlpReceiver();
  await using upstream = await startScriptedUpstream((request, response) =>
    request.url?.includes('/v1/contacts')
      ? always(200, { success: true, data: [{ id: 1, assignedById: 7 }], meta: { hasMore: false } })(request, response)
      : always(403, { success: false, error: { code: 'SCOPE_DENIED', message: 'no' } })(request, response),
  );
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  const url = await gateway.ready;
  const query = 'query Card { contacts(first: 1) { nodes { assignedBy { name } } } }';
  const response = await post(url, query, { traceparent, tracestate: 'a=1', 'x-api-key': 'k', 'x-request-id': 'r-1' });
  expect(response.headers.get('x-request-id')).toBe('r-1');
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe(0);

  const operation = receiver.spans.find(({ kind }) => kind === SERVER);
  const waves = receiver.spans.filter(({ name }) => name === 'wave');
  const calls = receiver.spans.filter(({ kind }) => kind === CLIENT);
  expect(new Set(receiver.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  expect(operation).toMatchObject({
    name: 'query',
    parentSpanId: parentId,
    status: { code: ERROR },
    attributes: {
      'graphql.operation.name': 'Card',
      'graphql.operation.type': 'query',
      'http.response.status_code': 200,
      'contacts.upstream.requests': 2,
      'error.type': 'FORBIDDEN',
    },
  });
  expect(waves.map(({ parentSpanId }) => parentSpanId)).toEqual([operation?.spanId, operation?.spanId]);
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual(waves.map(({ spanId }) => spanId));
  const server = { 'server.address': '127.0.0.1', 'server.port': Number(new URL(upstream.url).port) };
  expect(calls[0]).toMatchObject({
    name: 'GET /v1/contacts',
    status: { code: 0 },
    attributes: { ...server, 'http.request.method': 'GET' },
  });
  expect(calls[1]).toMatchObject({
    status: { code: ERROR },
    attributes: { ...server, 'error.type': 'forbidden', 'http.response.status_code': 403 },
  });
  // The headers of the upstream request name the span of its own call, in the same trace.
  expect(upstream.requests.map(({ headers }) => headers['traceparent'])).toEqual(
    calls.map(({ spanId }) => `00-${traceId}-${spanId}-01`),
  );
  expect(new Set(upstream.requests.map(({ headers }) => headers['tracestate']))).toEqual(new Set(['a=1']));
  expect(new Set(upstream.requests.map(({ headers }) => headers['x-request-id']))).toEqual(new Set(['r-1']));
  expect(receiver.text()).toMatch(/^\/v1\/traces\n/);
  expect(receiver.text()).toContain('"contacts-gateway"');
  expect(receiver.text()).toContain('"deployment.environment.name"');
});

test('a collector that cannot be reached delays nothing', async () => {
  await using gateway = runGateway({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
  });
  const url = await gateway.ready;
  expect((await post(url, '{ contacts(first: 1) { totalCount } }', { 'x-api-key': keys.all })).status).toBe(200);
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe(0);
});

test('a collector that never responds delays neither operations nor the shutdown', async () => {
  await using receiver = await startScriptedUpstream(hang);
  const tracing = await startTracing(() => undefined, `${receiver.url}/v1/traces`, 50);
  await using gateway = await startGatewayWithSandbox();
  expect((await gateway.ask('{ contacts(first: 1) { totalCount } }')).errors).toEqual([]);
  const arrived = receiver.nextRequest();
  const closed = tracing.close();
  await arrived;
  await closed;
  expect(receiver.requests).toHaveLength(1);
});

test('without tracing, trace context and request id are passed on unchanged', async () => {
  await using upstream = await startScriptedUpstream(always(200, rows));
  await using gateway = await startGateway(upstream.url);
  const headers = { traceparent, tracestate: 'a=1', 'x-api-key': 'k', 'x-request-id': 'r-2' };
  await post(gateway.url, '{ contacts(first: 1) { nodes { contactId } } }', headers);
  expect(upstream.requests[0]?.headers).toMatchObject({ traceparent, tracestate: 'a=1', 'x-request-id': 'r-2' });
  expect(gateway.operations).toMatchObject([{ traceId, requestId: 'r-2', upstreamRequests: 1 }]);
});

test('a request without trace headers gets an id and no trace; malformed ones are not passed on', async () => {
  await using upstream = await startScriptedUpstream(always(200, rows));
  await using gateway = await startGateway(upstream.url);
  const headers = {
    traceparent: 'nonsense',
    'x-api-key': 'k',
    'x-request-id': 'two words',
    baggage: 'a=1',
    cookie: 'a=1',
  };
  const response = await post(gateway.url, '{ contacts(first: 1) { nodes { contactId } } }', headers);
  const made = response.headers.get('x-request-id');
  expect(made).toMatch(/^[\da-f-]{36}$/);
  const [forwarded] = upstream.requests;
  expect(forwarded?.headers['x-request-id']).toBe(made);
  for (const name of ['traceparent', 'tracestate', 'baggage', 'cookie'])
    expect(forwarded?.headers).not.toHaveProperty(name);
});
