import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { always, hang, startScriptedUpstream } from '../scripted-upstream.ts';
import { openConnection, operationBytes } from './raw-connection.ts';
import { readMetrics, valuesBy } from '../read-metrics.ts';

const { connections } = loadConfig({});
/** Limits that a valid request keeps on a busy machine, too. */
const PATIENT = { headersTimeoutMs: 500, requestTimeoutMs: 1000 };
const withLimits = (limits: Partial<typeof connections>) => ({ connections: { ...connections, ...limits } });

/** Returns the numbers of rejected connections, by reason. */
async function refusedConnections(url: string): Promise<Readonly<Record<string, number>>> {
  return valuesBy(await readMetrics(url), 'gateway_connections_refused_total', 'reason');
}

test.concurrent('an incomplete head is answered with 408, and the connection is closed', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits({ headersTimeoutMs: 100 }));
  using connection = await openConnection(gateway.url);
  connection.send('POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-api-key: ');
  expect(await connection.ended).toMatch(/^HTTP\/1\.1 408 /);
});

test.concurrent('a connection without a request is closed', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits({ headersTimeoutMs: 100, requestTimeoutMs: 200 }));
  using connection = await openConnection(gateway.url);
  expect(await connection.ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

test('an incomplete body is answered with 408, logged and counted, and the connection is closed', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits(PATIENT));
  using connection = await openConnection(gateway.url);
  connection.send(operationBytes('{ __typename }', { 'x-api-key': 'k', 'content-length': '1000' }));
  expect(await connection.ended).toBe('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  expect(gateway.calls()).toEqual([]);
  await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'HTTP_408', status: 408 }]);
  expect(await refusedConnections(gateway.url)).toEqual({ timeout: 1 });
});

test('a client that disconnects within a body is logged as that, without a status', async () => {
  await using gateway = await startGatewayWithSandbox();
  using connection = await openConnection(gateway.url);
  connection.send(
    `GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n${operationBytes('{ __typename }', { 'x-api-key': 'k' }).slice(0, -5)}`,
  );
  await connection.received(/"ok"/);
  connection.socket.resetAndDestroy();
  await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'CANCELLED', errorCodes: ['CANCELLED'] }]);
  expect(gateway.operations[0]).toHaveProperty('status', undefined);
  expect(await refusedConnections(gateway.url)).toEqual({});
});

test.concurrent.each([
  { name: 'no HTTP', bytes: 'hello\r\n\r\n', status: 400 },
  { name: 'a head without an end', bytes: `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}`, status: 431 },
])('$name is answered with $status and counted, and the connection is closed', async ({ bytes, status }) => {
  await using gateway = await startGatewayWithSandbox();
  using connection = await openConnection(gateway.url);
  connection.send(bytes);
  expect(await connection.ended).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*\r\n\r\n$`));
  expect(await refusedConnections(gateway.url)).toEqual({ malformed: 1 });
});

test('malformed HTTP behind an operation in flight ends both with one 400', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url);
  using connection = await openConnection(gateway.url);
  const arrived = upstream.nextRequest();
  connection.send(operationBytes('{ contacts(first: 1) { nodes { contactId } } }', { 'x-api-key': 'k' }));
  await arrived;
  connection.send('hello\r\n\r\n');
  expect(await connection.ended).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/);
  await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'CANCELLED' }]);
});

test.concurrent('a body that trickles in is subject to REQUEST_TIMEOUT', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits(PATIENT));
  using connection = await openConnection(gateway.url);
  connection.send(operationBytes('{ __typename }', { 'x-api-key': 'k', 'content-length': '100000' }));
  const trickle = setInterval(() => connection.send(' '), 20);
  const text = await connection.ended;
  clearInterval(trickle);
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
});

test.concurrent('an idle connection is closed after KEEP_ALIVE_TIMEOUT', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits({ keepAliveTimeoutMs: 10 }));
  using connection = await openConnection(gateway.url);
  connection.send('GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n');
  expect(await connection.ended).toMatch(/^HTTP\/1\.1 200 OK/);
});

test.concurrent('an operation may take longer than its head and body may', async () => {
  await using upstream = await startScriptedUpstream((request, response) => {
    setTimeout(
      () => always(200, { success: true, data: [{ id: 5 }], meta: { hasMore: false } })(request, response),
      1500,
    );
  });
  await using gateway = await startGateway(upstream.url, withLimits({ ...PATIENT, keepAliveTimeoutMs: 500 }));
  const { data } = await gateway.ask('{ contacts(first: 1) { nodes { contactId } } }');
  expect(data).toEqual({ contacts: { nodes: [{ contactId: 5 }] } });
});

describe('a response that is not received', () => {
  const name = 'x'.repeat(20_000);
  const manyRows = always(200, {
    success: true,
    data: Array.from({ length: 500 }, (_, index) => ({ id: index + 1, name })),
    meta: { total: 500, hasMore: false },
  });

  /** A client that has requested 10 MB, and does not read. */
  function askAndWait(url: string, accept: string) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', () => undefined);
    socket.write(operationBytes('{ contacts(first: 500) { nodes { name } } }', { 'x-api-key': 'k', accept }));
    return socket;
  }

  // The last two are sent in one piece, too: Yoga's server removes the timeout of streamed responses.
  test.each(['application/json', 'multipart/mixed', 'text/event-stream'])(
    'a response that is not received is cut off: %s',
    async (accept) => {
      await using upstream = await startScriptedUpstream(manyRows);
      await using gateway = await startGateway(upstream.url, withLimits({ socketTimeoutMs: 300 }));
      const socket = askAndWait(gateway.url, accept);
      await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'CANCELLED' }]);
      socket.destroy();
    },
  );

  test('a response that is received too slowly is cut off', async () => {
    await using upstream = await startScriptedUpstream(manyRows);
    await using gateway = await startGateway(upstream.url, withLimits({ responseWriteTimeoutMs: 400 }));
    const socket = askAndWait(gateway.url, 'application/json');
    const trickle = setInterval(() => socket.read(1000), 10);
    socket.on('readable', () => undefined);
    await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'CANCELLED' }]);
    clearInterval(trickle);
    socket.destroy();
  });
});

test('connections above MAX_CONNECTIONS are closed at once', async () => {
  await using gateway = await startGatewayWithSandbox(withLimits({ maxConnections: 2 }));
  const health = 'GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n';
  using first = await openConnection(gateway.url);
  using second = await openConnection(gateway.url);
  first.send(health);
  second.send(health);
  await Promise.all([first.received(/200 OK/), second.received(/200 OK/)]);
  using third = await openConnection(gateway.url);
  expect(await third.ended).toBe('');
  first.send('GET /metrics HTTP/1.1\r\nhost: gateway\r\n\r\n');
  await first.received(/gateway_connections_refused_total\{reason="too-many"\} 1\n/);
  first.socket.destroy();
  await expect
    .poll(async () => {
      using next = await openConnection(gateway.url);
      next.send(health);
      // Awaited here: `next` is closed at the end of the scope.
      return await next.received(/200 OK/).then(
        () => 'served',
        () => 'ended',
      );
    })
    .toBe('served');
});
