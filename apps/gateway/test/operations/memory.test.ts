import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { runGateway } from '../gateway-process.ts';
import { startGateway } from '../running-gateway.ts';
import { always, hang, startScriptedUpstream } from '../scripted-upstream.ts';
import { operationBytes } from './raw-connection.ts';
import { readMetrics, valueOf, valuesBy } from '../read-metrics.ts';

const { overload } = loadConfig({});
const withLimits = (limits: Partial<typeof overload>) => ({ overload: { ...overload, ...limits } });
const manyRows = (characters: number) => ({
  success: true,
  data: Array.from({ length: 500 }, (_, index) => ({ id: index + 1, name: 'ж'.repeat(characters) })),
  meta: { total: 500, hasMore: false },
});
const fields = 'id name lastName secondName post comments sourceDescription phone email'.split(' ');
const page = (first: number): string => `{ contacts(first: ${first}) { nodes { name } } }`;
const headers = (key: string) => ({ headers: { 'x-api-key': key } });

async function shed(url: string): Promise<Readonly<Record<string, number>>> {
  return valuesBy(await readMetrics(url), 'gateway_shed_total', 'reason');
}

test('one upstream response for 200 clients that do not read theirs fits into a small heap', async () => {
  let answer: (() => void) | undefined;
  await using upstream = await startScriptedUpstream((request, response) => {
    answer = () => always(200, manyRows(5000))(request, response);
  });
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    NODE_OPTIONS: '--max-old-space-size=192',
    LOG_FORMAT: 'json',
    SHED_LAG: '0',
    MAX_BYTES_IN_FLIGHT: '20000000',
    // This test is about bytes: the default for so small a heap would allow fewer values.
    MAX_VALUES_IN_FLIGHT: '1000000',
  });
  const url = await gateway.ready;
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: 200 }, () => {
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => undefined);
    socket.write(operationBytes(page(500), { 'x-api-key': 'k' }));
    return socket;
  });
  const inFlight = async () => valueOf(await readMetrics(url), 'gateway_operations_in_flight');
  await expect.poll(inFlight).toBe(200);
  // A request in flight has no response yet.
  await expect.poll(() => upstream.requests.length).toBe(1);
  answer?.();
  // Two responses of 5 MB each are half of the budget.
  await expect.poll(() => shed(url)).toEqual({ 'caller-bytes': 198 });
  expect(upstream.requests).toHaveLength(1);
  expect(gateway.hasExited()).toBe(false);
  for (const socket of sockets) socket.destroy();
});

/** Together fifteen times the heap. */
const LARGE_RESPONSES = 150;

test('150 clients that do not read responses of 20 MB fit into a small heap with the default settings', async () => {
  const rows = (count: number) => ({
    success: true,
    data: Array.from({ length: count }, (_, index) =>
      Object.fromEntries(fields.map((name) => [name, name === 'id' ? index + 1 : 'ж'.repeat(2000)])),
    ),
    meta: { total: 500, hasMore: false },
  });
  const body = JSON.stringify(rows(500));
  await using upstream = await startScriptedUpstream(always(200, body));
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    NODE_OPTIONS: '--max-old-space-size=192',
    LOG_FORMAT: 'json',
    SHED_LAG: '0',
    PORTAL_CONCURRENCY: 'off',
    PORTAL_RATE: 'off',
    KEY_RATE: 'off',
  });
  const { hostname, port } = new URL(await gateway.ready);
  let answered = 0;
  const sockets = Array.from({ length: LARGE_RESPONSES }, (_, index) => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    // The first bytes only: the rest is not read.
    socket.once('data', () => {
      socket.pause();
      answered += 1;
    });
    socket.write(
      operationBytes(`{ contacts(first: 500) { nodes { ${fields.join(' ')} } } }`, { 'x-api-key': `k${index}` }),
    );
    return socket;
  });
  await expect.poll(() => answered + (gateway.hasExited() ? 1000 : 0)).toBe(LARGE_RESPONSES);
  for (const socket of sockets) socket.destroy();
});

test('the values of results in flight are limited, for one caller to half of them', async () => {
  await using upstream = await startScriptedUpstream(hang);
  // A page of 100 could have 202 values.
  await using gateway = await startGateway(upstream.url, withLimits({ maxValuesInFlight: 450, retryAfterS: 3 }));
  const occupy = async (key: string): Promise<AbortController> => {
    const arrived = upstream.nextRequest();
    const leaving = new AbortController();
    gateway.ask(page(100), { ...headers(key), signal: leaving.signal }).catch(() => undefined);
    await arrived;
    return leaving;
  };
  const first = await occupy('a');
  const own = await gateway.ask(page(100), headers('a'));
  expect([own.status, own.errors[0]?.extensions]).toEqual([429, { code: 'RATE_LIMITED', retryAfter: 3 }]);
  const second = await occupy('b');
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'c' },
    body: JSON.stringify({ query: page(100) }),
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', retryAfter: 3 } }] });
  expect(upstream.requests).toHaveLength(2);
  expect(await shed(gateway.url)).toEqual({ 'caller-values': 1, values: 1 });
  expect(gateway.operations).toMatchObject([{ outcome: 'RATE_LIMITED' }, { outcome: 'OVERLOADED' }]);
  first.abort();
  await expect.poll(() => gateway.operations).toMatchObject([{}, {}, { outcome: 'CANCELLED' }]);
  // The disconnects have released permits and values.
  const third = await occupy('c');
  for (const leaving of [second, third]) leaving.abort();
});

test('a single result is accepted, whatever its size', async () => {
  await using upstream = await startScriptedUpstream(always(200, manyRows(1)));
  await using gateway = await startGateway(upstream.url, withLimits({ maxValuesInFlight: 1, maxBytesInFlight: 1 }));
  for (const key of ['a', 'a', 'b']) expect((await gateway.ask(page(500), headers(key))).status).toBe(200);
  expect(await shed(gateway.url)).toEqual({});
});
