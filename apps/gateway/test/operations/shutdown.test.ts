import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { runGateway } from '../gateway-process.ts';
import { openConnection, operationBytes } from './raw-connection.ts';
import { always, hang, type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';

const rows = { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } };
const query = '{ contacts(first: 1) { nodes { contactId } } }';
const unlimited = { PORTAL_CONCURRENCY: 'off', PORTAL_RATE: 'off', KEY_RATE: 'off', RETRIES: '0' };

interface Outcome {
  readonly status: number;
  readonly body: string;
  /** Whether the connection ends with this answer. */
  readonly last: boolean;
}

/** One operation over a connection of the agent's; rejects if it is lost. */
function ask(url: string, agent: Agent, key: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-api-key': key };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body, last: response.headers.connection === 'close' }),
      );
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

/** An upstream that keeps the requests of some callers until it is told to let them go. */
async function startHoldingUpstream(): Promise<ScriptedUpstream & { held(): number; release(): void }> {
  const waiting: (() => void)[] = [];
  const upstream = await startScriptedUpstream((incoming, response) => {
    const answer = (): void => always(200, rows)(incoming, response);
    if (String(incoming.headers['x-api-key']).startsWith('held')) waiting.push(answer);
    else answer();
  });
  return { ...upstream, held: () => waiting.length, release: () => waiting.splice(0).forEach((answer) => answer()) };
}

test('SIGTERM with 40 operations in flight and 10 callers in keep-alive loops: nothing is lost, even without grace', async () => {
  await using upstream = await startHoldingUpstream();
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, ...unlimited });
  const url = await gateway.ready;
  const agent = new Agent({ keepAlive: true });
  const inFlight = Array.from({ length: 40 }, (_, index) => ask(url, agent, `held-${index}`));
  await expect.poll(() => upstream.held(), { timeout: 10_000 }).toBe(40);

  const loops = Array.from({ length: 10 }, async (_, index) => {
    const own = new Agent({ keepAlive: true, maxSockets: 1 });
    const outcomes: Outcome[] = [];
    do outcomes.push(await ask(url, own, `loop-${index}`));
    while (!outcomes.at(-1)?.last);
    return outcomes;
  });
  await expect.poll(() => upstream.requests.length, { timeout: 10_000 }).toBeGreaterThan(100);
  gateway.kill('SIGTERM');

  const looped = (await Promise.all(loops)).flat();
  expect(looped.filter(({ status }) => status !== 200)).toEqual([]);
  expect(upstream.held()).toBe(40);
  upstream.release();
  for (const { status, body, last } of await Promise.all(inFlight)) {
    expect({ status, last }).toEqual({ status: 200, last: true });
    expect(JSON.parse(body)).toEqual({ data: { contacts: { nodes: [{ contactId: 1 }] } } });
  }
  expect(await gateway.exited).toBe(0);
  agent.destroy();
});

test('before it stops, it says that it is not ready, and serves on', async () => {
  await using upstream = await startScriptedUpstream(always(200, rows));
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, SHUTDOWN_GRACE: '0.5' });
  const url = await gateway.ready;
  const agent = new Agent();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  gateway.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await ask(url, agent, 'k')).toMatchObject({ status: 200, last: true });
  expect(await gateway.exited).toBe(0);
  await expect(fetch(`${url}/readyz`)).rejects.toThrow('fetch failed');
});

test('what takes longer than SHUTDOWN_TIMEOUT is answered that its time is up, and the exit code says so', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    SHUTDOWN_GRACE: '0',
    SHUTDOWN_TIMEOUT: '0.2',
  });
  const url = await gateway.ready;
  const arrived = upstream.nextRequest();
  const answer = ask(url, new Agent(), 'k');
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

test('a request that never becomes complete is cut off', async () => {
  await using gateway = runGateway({ SHUTDOWN_GRACE: '0', SHUTDOWN_TIMEOUT: '0.2' });
  using connection = await openConnection(await gateway.ready);
  const bytes = operationBytes(query, { 'x-api-key': 'k' });
  connection.send(`GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n${bytes.slice(0, -10)}`);
  await connection.received(/"ok"/);
  gateway.kill('SIGTERM');
  expect(await connection.ended).not.toContain('503');
  expect(await gateway.exited).toBe(1);
});

test('a second signal ends it at once, whichever came first', async () => {
  await using gateway = runGateway({ SHUTDOWN_GRACE: '60' });
  const url = await gateway.ready;
  gateway.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { interval: 10 }).toBe(503);
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe('SIGINT');
});
