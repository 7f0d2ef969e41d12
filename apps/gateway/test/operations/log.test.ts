import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { createLog, type Log } from '../../src/observe/log.ts';
import { remedies } from '../../src/observe/upstream-trouble.ts';
import { runGateway } from '../gateway-process.ts';
import { startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { hang, startScriptedUpstream } from '../scripted-upstream.ts';

/** A log whose lines a test can read. */
async function createReadableLog(pretty = false): Promise<{ log: Log; lines: string[] }> {
  const lines: string[] = [];
  const stream = new PassThrough({ encoding: 'utf8' }).on('data', (line: string) => lines.push(line));
  const log = await createLog({ level: 'info', pretty, stream });
  return { log, lines };
}

test('an operation is logged as one line of JSON with its outcome and its cost', async () => {
  const { log, lines } = await createReadableLog();
  await using gateway = await startGatewayWithSandbox({ logOperation: log.operation });
  const { status } = await gateway.ask('query Card($id: ID!) { contact(id: $id) { name } }', {
    variables: { id: '17' },
  });
  expect(status).toBe(200);
  await expect.poll(() => lines.length).toBe(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    time: expect.any(Number),
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
    operationName: 'Card',
    operationType: 'query',
    durationMs: expect.any(Number),
    upstreamRequests: 1,
    outcome: 'ok',
    status: 200,
    msg: 'query Card ok',
  });
});

test.each([
  {
    name: 'a failing upstream',
    query: '{ contacts(first: 1) { totalCount } }',
    key: keys.expired,
    codes: ['UNAUTHENTICATED'],
  },
  { name: 'a syntax error', query: '{', key: keys.all, codes: ['GRAPHQL_PARSE_FAILED'] },
  { name: 'an unknown field', query: 'query Q { shoeSize }', key: keys.all, codes: ['GRAPHQL_VALIDATION_FAILED'] },
])('the line of $name has the codes of its errors', async ({ query, key, codes }) => {
  await using gateway = await startGatewayWithSandbox();
  await gateway.ask(query, { headers: { 'x-api-key': key } });
  expect(gateway.operations).toMatchObject([{ outcome: codes[0], errorCodes: codes }]);
});

test.each([
  { name: 'without a key', request: { headers: { 'content-type': 'application/json' } }, outcome: 'UNAUTHENTICATED' },
  { name: 'of another media type', request: { headers: { 'content-type': 'text/plain' } }, outcome: 'BAD_REQUEST' },
  {
    name: 'that is too large',
    request: { headers: { 'content-type': 'application/json', 'x-api-key': keys.all }, body: ' '.repeat(2 ** 21) },
    outcome: 'REQUEST_TOO_LARGE',
  },
])('a request $name that is rejected before GraphQL is logged with its code', async ({ request, outcome }) => {
  await using gateway = await startGatewayWithSandbox();
  const { status } = await fetch(`${gateway.url}/graphql`, { method: 'POST', body: '{}', ...request });
  await expect.poll(() => gateway.operations).toMatchObject([{ outcome, errorCodes: [outcome], status }]);
  expect(status).toBeGreaterThanOrEqual(400);
});

test('a client that disconnects is logged; probes and GraphiQL’s page are not operations', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = await startGateway(upstream.url);
  await (await fetch(`${gateway.url}/healthz`)).text();
  // The shutdown would wait for a client that has requested the page and does not read it.
  await (await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } })).text();
  const leaving = new AbortController();
  const arrived = upstream.nextRequest();
  const answer = gateway.ask('{ contacts { totalCount } }', { signal: leaving.signal });
  answer.catch(() => undefined);
  await arrived;
  leaving.abort();
  await expect.poll(() => gateway.operations).toMatchObject([{ outcome: 'CANCELLED', upstreamRequests: 1 }]);
});

test('an unexpected error is logged with the id that its caller receives', async () => {
  const { log, lines } = await createReadableLog();
  log.unexpected('id-1', new TypeError('Ivan +79990001122'));
  await expect.poll(() => lines.length).toBe(1);
  const line = JSON.parse(lines[0] ?? '') as { error: { stack: string[] } };
  expect(line).toMatchObject({ level: 'error', errorId: 'id-1', error: { name: 'TypeError' } });
  expect(line.error.stack[0]).toMatch(/log\.test\.ts/);
  expect(lines[0]).not.toMatch(/Ivan|7999/);
});

test('with LOG_FORMAT=pretty, a line is short', async () => {
  const { log, lines } = await createReadableLog(true);
  await using gateway = await startGatewayWithSandbox({ logOperation: log.operation });
  await gateway.ask('query Card { contact(id: 17) { name } }');
  await expect.poll(() => lines.length).toBe(1);
  expect(lines[0]).toMatch(/INFO.*query Card ok.*"durationMs":[\d.]+.*\n$/);
  expect(lines[0]?.trimEnd()).not.toContain('\n');
});

test.each([
  { name: 'LOG_FORMAT=json', env: { LOG_FORMAT: 'json' }, note: [] },
  {
    name: 'a real upstream, without a terminal,',
    env: { VIBECODE_URL: 'http://127.0.0.1:9' },
    note: [
      'CURSOR_SECRET is not set: cursors of this process are rejected after a restart and by other replicas.',
      // Nothing listens at that port.
      `Upstream call failed: ECONNREFUSED. ${remedies['ECONNREFUSED']}`,
    ],
  },
])('$name logs every line as JSON, those of start and end included', async ({ env, note }) => {
  await using gateway = runGateway(env);
  await expect.poll(() => gateway.output()).toContain(note.at(-1) ?? '"msg":"ready"');
  gateway.kill('SIGINT');
  expect(await gateway.exited).toBe(0);
  const lines = gateway.output().trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'ready',
    ...note,
    'Stopping: waiting for the requests in flight.',
    'Stopped.',
  ]);
});

test.skipIf(process.platform === 'win32')(
  'without free file descriptors, the gateway logs it and continues',
  async () => {
    await using gateway = runGateway({ LOG_FORMAT: 'json' }, 64);
    const { hostname, port } = new URL(await gateway.ready);
    const sockets = Array.from({ length: 100 }, () => connect(Number(port), hostname).on('error', () => undefined));
    await expect.poll(() => gateway.output()).toMatch(/"reason":"EMFILE".*Out of file descriptors/);
    for (const socket of sockets) socket.destroy();
    const isHealthy = () =>
      fetch(`http://${hostname}:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(isHealthy).toBe(true);
  },
);
