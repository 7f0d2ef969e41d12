import { Agent } from 'node:http';
import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';
import { askForOne } from './keep-alive-client.ts';
import { openConnection, operationBytes } from './raw-connection.ts';
import { restartUnderLoad, wholeAnswer } from './restart-under-load.ts';
import { always, hang, startScriptedUpstream } from '../scripted-upstream.ts';

const rows = { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } };
const query = '{ contacts(first: 1) { nodes { contactId } } }';

test('SIGTERM with 40 operations in flight and 10 callers in keep-alive loops loses none, even without a grace period', async () => {
  const { inFlight, looped, heldMeanwhile, exit } = await restartUnderLoad({
    inFlight: 40,
    loops: 10,
    loopedBefore: 60,
  });
  const answered = { status: 'fulfilled', value: { status: 200, body: wholeAnswer } };
  expect(looped.length).toBeGreaterThan(60);
  for (const outcome of looped) expect(outcome).toMatchObject(answered);
  expect(heldMeanwhile).toBe(40);
  expect(inFlight).toHaveLength(40);
  for (const outcome of inFlight)
    expect(outcome).toMatchObject({ ...answered, value: { ...answered.value, last: true } });
  expect(exit).toBe(0);
});

test('during the grace period, /readyz responds with 503 and operations are served', async () => {
  await using upstream = await startScriptedUpstream(always(200, rows));
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, SHUTDOWN_GRACE: '0.5' });
  const url = await gateway.ready;
  const agent = new Agent();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  gateway.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await askForOne(url, agent, 'k')).toMatchObject({ status: 200, last: true });
  expect(await gateway.exited).toBe(0);
  await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed');
});

test.each(['multipart/mixed', 'text/event-stream'])(
  'during a shutdown, the response to a client that accepts a stream (%s) closes its connection; an upload continues',
  async (accept) => {
    await using upstream = await startScriptedUpstream(always(200, rows));
    await using gateway = runGateway({ VIBECODE_URL: upstream.url, SHUTDOWN_TIMEOUT: '0' });
    using connection = await openConnection(await gateway.ready);
    const bytes = operationBytes(query, { 'x-api-key': 'k', accept });
    connection.send(`GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n${bytes.slice(0, -10)}`);
    await connection.received(/"ok"/);
    gateway.kill('SIGTERM');
    await expect.poll(() => gateway.output()).toContain('Stopping');
    connection.send(bytes.slice(-10));
    const text = await connection.ended;
    expect(text).toMatch(/200 OK[^]*200 OK[^]*\r\nconnection: close\r\n/i);
    expect(text.slice(text.lastIndexOf('\r\n'))).toContain(wholeAnswer);
    expect(await gateway.exited).toBe(0);
  },
);

test('an operation that exceeds SHUTDOWN_TIMEOUT is answered with UPSTREAM_TIMEOUT, and the exit code is 1', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    SHUTDOWN_GRACE: '0',
    SHUTDOWN_TIMEOUT: '0.2',
  });
  const url = await gateway.ready;
  const arrived = upstream.nextRequest();
  const answer = askForOne(url, new Agent(), 'k');
  await arrived;
  gateway.kill('SIGTERM');
  const { status, body, last } = await answer;
  expect({ status, last }).toEqual({ status: 200, last: true });
  expect(JSON.parse(body)).toMatchObject({
    data: { contacts: null },
    errors: [{ path: ['contacts'], extensions: { code: 'UPSTREAM_TIMEOUT' } }],
  });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toContain('"cut":1');
});

test('a request that never becomes complete is closed at the end of the shutdown', async () => {
  await using gateway = runGateway({ SHUTDOWN_GRACE: '0', SHUTDOWN_TIMEOUT: '0.2' });
  using connection = await openConnection(await gateway.ready);
  const bytes = operationBytes(query, { 'x-api-key': 'k' });
  connection.send(`GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n${bytes.slice(0, -10)}`);
  await connection.received(/"ok"/);
  gateway.kill('SIGTERM');
  expect(await connection.ended).not.toContain('503');
  expect(await gateway.exited).toBe(1);
});

test('a second signal exits at once, in either order', async () => {
  await using gateway = runGateway({ SHUTDOWN_GRACE: '60' });
  const url = await gateway.ready;
  gateway.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe(130);
});
