import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';
import { always, startScriptedUpstream } from '../scripted-upstream.ts';
import { startOtlpReceiver } from './otlp-receiver.ts';

const canaries = {
  key: 'vibe_api_CANARYKEY00112233',
  session: 'vibe_session_CANARYSESSION445566',
  phone: '79995550123',
  name: 'Канарейкина',
  email: 'canary.bird@example.org',
  cursor: 'CANARYCURSOR',
} as const;
const contact = { id: 4711, name: 'Anna', lastName: canaries.name, phone: canaries.phone, email: canaries.email };
const all = Object.values(canaries);

/** Upstream responses with canaries in every place that an upstream has for text. */
const answers: Readonly<Record<string, Parameters<typeof always>>> = {
  ok: [200, { success: true, data: [contact], meta: { total: 1, hasMore: false } }],
  refused: [403, { success: false, error: { code: 'SCOPE_DENIED', message: all.join(' ') } }],
  invalid: [400, { success: false, error: { code: 'VALIDATION_ERROR', message: all.join(' '), details: contact } }],
  failing: [500, { success: false, error: { code: 'INTERNAL_ERROR', message: all.join(' ') } }],
  limited: [429, { success: false, error: { code: 'RATE_LIMITED', message: all.join(' ') } }, { 'retry-after': '60' }],
  page: [502, `<html>${all.join(' ')}</html>`, { 'content-type': 'text/html' }],
  truncated: [200, `{"success":true,"data":[{"id":1,"lastName":"${canaries.name}"`],
  shapeless: [200, { success: true, data: all.join(' ') }],
  rowless: [200, { success: true, data: [all], meta: {} }],
};

const filter = `filter: { lastName: { eq: "${canaries.name}" }, phone: { eq: "${canaries.phone}" } }`;
const operations: readonly { readonly query: string; readonly variables?: object }[] = [
  { query: `query List { contacts(first: 5, ${filter}) { nodes { name lastName phone email } } }` },
  {
    query:
      'query Find($f: ContactFilter) { contacts(first: 1, filter: $f) { nodes { lastName email } pageInfo { endCursor } } }',
    variables: { f: { email: { eq: canaries.email } } },
  },
  { query: `{ contacts(after: "${canaries.cursor}") { totalCount } }` },
  { query: `{ contact(id: "${canaries.phone}x") { name } }` },
  { query: `query { contacts(first: "${canaries.name}") { totalCount } }` },
  { query: 'query Typed($n: Int!) { contacts(first: $n) { totalCount } }', variables: { n: canaries.email } },
  { query: `{ "${canaries.email}` },
  { query: `{ contacts(${canaries.cursor}: 1) { totalCount } }` },
];

test('log, metrics and spans contain no keys, sessions, names, numbers, addresses and cursors', async () => {
  let mode = 'ok';
  await using receiver = await startOtlpReceiver();
  await using upstream = await startScriptedUpstream((request, response) => {
    if (mode === 'reset') request.socket.destroy();
    else always(...(answers[mode] as Parameters<typeof always>))(request, response);
  });
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    LOG_LEVEL: 'debug',
    PORTALS: 'many',
    RETRIES: '0',
    PORTAL_RATE: 'off',
    PORTAL_CONCURRENCY: 'off',
    BREAKER_THRESHOLD: 'off',
  });
  const url = await gateway.ready;
  const credentials = { 'x-api-key': canaries.key, authorization: `Bearer ${canaries.session}` };
  const post = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials, ...headers },
      body,
    });
    return response.text();
  };

  const received: string[] = [];
  for (mode of [...Object.keys(answers), 'reset']) {
    // A key for each: after some of these responses, calls with a key are rejected for a while.
    const headers = { 'x-api-key': `${canaries.key}_${mode}` };
    for (const operation of operations) received.push(await post(JSON.stringify(operation), headers));
  }
  // Otherwise the upstream would have sent no canaries.
  expect(received.join('\n')).toContain(canaries.phone);
  expect(upstream.requests.length).toBeGreaterThan(10);
  await post(`{"query":"${canaries.name}`);
  await post(all.join(' '), { 'content-type': 'text/plain' });
  await post('{"query":"{ __typename }"}', { 'x-request-id': canaries.email, traceparent: `00-${canaries.key}` });
  await fetch(`${url}/graphql?query=${canaries.phone}`, { headers: credentials });
  await fetch(`${url}/${canaries.phone}`, { headers: credentials });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe(0);

  expect(metrics).toContain('gateway_operations_total{');
  expect(gateway.output()).toContain('"operationName":"Find"');
  expect(receiver.spans.length).toBeGreaterThan(20);
  const seen = { output: gateway.output(), metrics, spans: receiver.text() };
  for (const [place, text] of Object.entries(seen)) {
    const found = all.filter((canary) => text.includes(canary) || text.includes(encodeURIComponent(canary)));
    expect({ place, found }).toEqual({ place, found: [] });
  }
});
