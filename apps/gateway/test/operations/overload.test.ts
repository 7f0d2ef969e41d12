import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import type { GatewayOptions } from '../../src/gateway.ts';
import { startGateway } from '../running-gateway.ts';
import { hang, type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';
import { openConnection, operationBytes } from './raw-connection.ts';
import { readMetrics, valueOf } from '../read-metrics.ts';

const { overload, security } = loadConfig({});
const query = '{ contacts(first: 1) { nodes { contactId } } }';

/** A gateway with an upstream that never responds, and functions that send it operations. */
async function setUp(limits: Partial<typeof overload>, more: Partial<GatewayOptions> = {}) {
  const upstream: ScriptedUpstream = await startScriptedUpstream(hang);
  const outcomes: string[] = [];
  const gateway = await startGateway(upstream.url, {
    ...more,
    overload: { ...overload, ...limits },
    logOperation: ({ outcome }) => outcomes.push(outcome),
  });
  const leaving = new AbortController();
  const send = (key: string, authorization?: string): void => {
    const headers = { 'x-api-key': key, ...(authorization === undefined ? {} : { authorization }) };
    gateway.ask(query, { headers, signal: leaving.signal }).catch(() => undefined);
  };
  return {
    gateway,
    upstream,
    outcomes,
    /** Sends an operation; resolves when it has reached the upstream. */
    async occupy(key: string, authorization?: string): Promise<void> {
      const arrived = upstream.nextRequest();
      send(key, authorization);
      await arrived;
    },
    /** Sends an operation that does not reach the upstream. */
    join: send,
    inFlight: async () => valueOf(await readMetrics(gateway.url), 'gateway_operations_in_flight'),
    /** Returns the number of requests that were rejected for a reason. */
    shed: async (reason: string) => valueOf(await readMetrics(gateway.url), 'gateway_shed_total', { reason }),
    /** Disconnects all clients. */
    leave: () => leaving.abort(),
    async [Symbol.asyncDispose]() {
      leaving.abort();
      await gateway.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

test('requests over MAX_IN_FLIGHT are rejected with Retry-After, at once on the open connection, and without upstream calls', async () => {
  await using set = await setUp({ maxInFlight: 2, retryAfterS: 3 });
  await set.occupy('a');
  await set.occupy('b');
  using connection = await openConnection(set.gateway.url);
  connection.send(operationBytes(query, { 'x-api-key': 'c', 'x-request-id': 'r-1' }));
  const first = await connection.received(/OVERLOADED/);
  expect(first).toMatch(/^HTTP\/1\.1 503 /);
  expect(first).toMatch(/\r\nretry-after: 3\r\n/i);
  expect(first).toMatch(/\r\nx-request-id: r-1\r\n/i);
  expect(first).toMatch(/\r\nconnection: keep-alive\r\n/i);
  expect(JSON.parse(first.slice(first.indexOf('\r\n\r\n')))).toMatchObject({
    errors: [{ extensions: { code: 'OVERLOADED', retryAfter: 3 } }],
  });
  connection.send(operationBytes(query, { 'x-api-key': 'c' }));
  await connection.received(/503 [^]*503 /);
  expect(set.upstream.requests).toHaveLength(2);
  expect((await fetch(`${set.gateway.url}/healthz`)).status).toBe(200);
  expect(await set.shed('in-flight')).toBe(2);
});

test('under overload a request is rejected before its key and document are checked', async () => {
  await using set = await setUp({ maxInFlight: 1 });
  await set.occupy('a');
  const response = await fetch(`${set.gateway.url}/graphql`, { method: 'POST', body: '{' });
  expect(response.status).toBe(503);
});

describe('a page of another origin', () => {
  const origin = 'https://crm.example';
  const setUpFor = (corsOrigins: readonly string[]) =>
    setUp({ maxInFlight: 1 }, { security: { ...security, corsOrigins } });

  test('an allowed origin can read a rejection, and its preflights are answered', async () => {
    await using set = await setUpFor([origin]);
    await set.occupy('a');
    const preflight = await fetch(`${set.gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin } });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    const { status, headers } = await fetch(`${set.gateway.url}/graphql`, { method: 'POST', headers: { origin } });
    expect(status).toBe(503);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': expect.stringContaining('retry-after'),
      'cross-origin-resource-policy': 'cross-origin',
      'retry-after': '1',
      vary: 'Origin',
      // The headers of every response.
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
  });

  test.each([
    { name: 'an origin that is not allowed', allowed: ['https://other.example'] },
    { name: 'an origin without CORS_ORIGINS', allowed: [] },
  ])('$name cannot read a rejection', async ({ allowed }) => {
    await using set = await setUpFor(allowed);
    await set.occupy('a');
    const { status, headers } = await fetch(`${set.gateway.url}/graphql`, { method: 'POST', headers: { origin } });
    expect(status).toBe(503);
    expect(headers.has('access-control-allow-origin')).toBe(false);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('an incomplete body', () => {
  const bytes = operationBytes(query, { 'x-api-key': 'slow' });
  const rest = bytes.slice(-10);

  /** A connection with an incomplete request: its head has been checked when the request before it has its response. */
  async function openHalf(url: string) {
    const connection = await openConnection(url);
    connection.send(`GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n${bytes.slice(0, -10)}`);
    await connection.received(/"ok"/);
    return connection;
  }

  test('an incomplete body takes no permit', async () => {
    await using set = await setUp({ maxInFlight: 1, maxInFlightPerCaller: 1 });
    using first = await openHalf(set.gateway.url);
    using second = await openHalf(set.gateway.url);
    expect(await set.inFlight()).toBe(0);
    await set.occupy('slow');
    expect(await set.inFlight()).toBe(1);
    expect([first, second].map(({ socket }) => socket.readyState)).toEqual(['open', 'open']);
  });

  test('a body that becomes complete under overload is rejected on the open connection', async () => {
    await using set = await setUp({ maxInFlight: 1 });
    using connection = await openHalf(set.gateway.url);
    await set.occupy('a');
    connection.send(rest);
    const answer = await connection.received(/OVERLOADED/);
    expect(answer).toMatch(/HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nretry-after: 1\r\n/i);
    expect(answer).not.toMatch(/\r\nconnection: close\r\n/i);
    expect(set.outcomes).toEqual(['OVERLOADED']);
    expect(set.upstream.requests).toHaveLength(1);
    expect(await set.shed('in-flight')).toBe(1);
  });
});

describe('a rejection before the body is read', () => {
  const head = (lines: readonly string[]): string =>
    [
      'POST /graphql HTTP/1.1',
      'host: gateway',
      'content-type: application/json',
      'x-api-key: b',
      ...lines,
      '',
      '',
    ].join('\r\n');

  test.each([
    { name: 'a body above MAX_BODY_BYTES', lines: ['content-length: 100001'] },
    { name: 'a body without a length', lines: ['transfer-encoding: chunked'] },
    { name: 'a body behind Expect: 100-continue', lines: ['content-length: 10', 'expect: 100-continue'] },
  ])('the rejection of $name closes the connection without reading the body', async ({ lines }) => {
    await using set = await setUp({ maxInFlight: 1 });
    await set.occupy('a');
    using connection = await openConnection(set.gateway.url);
    connection.send(head(lines));
    const text = await connection.ended;
    expect(text).toMatch(/^HTTP\/1\.1 503 [^]*\r\nconnection: close\r\n/i);
    expect(text).toContain('OVERLOADED');
    expect(text).not.toContain('100 Continue');
  });

  test('the rejection of a small body keeps the connection open', async () => {
    await using set = await setUp({ maxInFlight: 1 });
    await set.occupy('a');
    using connection = await openConnection(set.gateway.url);
    connection.send(head(['content-length: 100000']) + 'x'.repeat(100_000) + operationBytes(query));
    const text = await connection.received(/503 [^]*503 /);
    expect(text).not.toMatch(/connection: close/i);
  });
});

test('a client that disconnects releases its permit', async () => {
  await using set = await setUp({ maxInFlight: 1 });
  await set.occupy('a');
  set.leave();
  await expect.poll(() => set.outcomes).toEqual(['CANCELLED']);
  expect(await set.inFlight()).toBe(0);
});

test('one iteration as late as SHED_LAG admits some of the waiting requests, and rejects the rest', async () => {
  await using set = await setUp({ shedLagMs: 10, shedInFlight: 1 });
  const connections = await Promise.all(Array.from({ length: 12 }, () => openConnection(set.gateway.url)));
  for (const connection of connections) connection.send(operationBytes(query, { 'x-api-key': 'a' }));
  // The bytes have arrived; the loop reads them in an iteration that is late.
  const until = performance.now() + 200;
  while (performance.now() < until);
  await Promise.any(connections.map((connection) => connection.received(/^HTTP\/1\.1 503 [^]*SHED_LAG/)));
  await expect.poll(() => set.shed('lag')).toBe(7);
  const answers = connections.map(({ socket }) => socket.bytesRead > 0);
  expect(answers.filter(Boolean)).toHaveLength(7);
  expect(await set.inFlight()).toBe(5);
  for (const connection of connections) connection[Symbol.dispose]();
});

test('a caller whose upstream hangs is limited to MAX_IN_FLIGHT_PER_CALLER; others are admitted', async () => {
  await using set = await setUp({ maxInFlight: 10, maxInFlightPerCaller: 2 });
  await set.occupy('greedy');
  // Identical reads of one caller share one upstream request, and still are two operations in flight.
  set.join('greedy');
  await expect.poll(() => set.inFlight()).toBe(2);
  const refused = await set.gateway.ask(query, { headers: { 'x-api-key': 'greedy' } });
  expect(refused.status).toBe(429);
  expect(refused.errors[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 1 });
  await set.occupy('modest');
  // The same key with a session is another caller.
  await set.occupy('greedy', 'Bearer session');
  expect(await set.inFlight()).toBe(4);
});

test('without limits, no request is rejected', async () => {
  await using set = await setUp({ maxInFlight: 0, maxInFlightPerCaller: 0, shedLagMs: 0 });
  for (const key of ['a', 'b', 'c']) await set.occupy(key);
  expect(set.upstream.requests).toHaveLength(3);
});
