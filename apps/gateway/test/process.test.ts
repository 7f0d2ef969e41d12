import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { listenOnFreePort } from '@contacts/local-server';
import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { runGateway } from './gateway-process.ts';
import { hang, startScriptedUpstream } from './scripted-upstream.ts';

const run = promisify(execFile);

test('the program prints its addresses and a curl command that shows rows; SIGTERM stops it', async () => {
  await using gateway = runGateway();
  const url = await gateway.ready;
  const output = gateway.output();
  expect(output).toContain(`GraphQL   ${url}/graphql\n`);
  expect(output).toContain(`GraphiQL  ${url}/graphql`);
  expect(output).toContain(`Key       ${keys.all}\n`);
  const sandbox = /Sandbox {3}(\S+)/.exec(output)?.[1] ?? '';
  const me = await fetch(`${sandbox}/v1/me`, { headers: { 'x-api-key': keys.all } });
  expect(me.status).toBe(200);

  const [, curl = ''] = /Try:\n( {2}curl [^]*?'\n)/.exec(output) ?? [];
  const { stdout } = await run('sh', ['-c', curl]);
  expect(JSON.parse(stdout)).toMatchObject({
    data: { contacts: { totalCount: 1167, nodes: [{ contactId: 1 }, { contactId: 2 }, { contactId: 3 }] } },
  });

  gateway.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  await expect(fetch(`${sandbox}/v1/me`)).rejects.toThrow('fetch failed');
});

test('with VIBECODE_URL that upstream is called and no sandbox is started; SIGINT waits for requests in flight', async () => {
  await using upstream = await startScriptedUpstream((_request, response) => {
    response.end(
      JSON.stringify({ success: true, data: [{ id: 7, name: 'Real' }], meta: { total: 1, hasMore: false } }),
    );
  });
  // A sandbox would find its port taken.
  const taken = new URL(upstream.url).port;
  await using gateway = runGateway({
    VIBECODE_URL: upstream.url,
    SANDBOX_PORT: taken,
    BREAKER_REST: '10',
    LOG_LEVEL: 'debug',
    LOG_FORMAT: 'pretty',
  });
  const url = await gateway.ready;
  expect(gateway.output()).toContain(`Upstream  ${upstream.url}\n`);
  expect(gateway.output()).toContain('X-Api-Key: YOUR_API_KEY');
  expect(gateway.output()).toContain('Note: CURSOR_SECRET is not set');
  expect(gateway.output()).toContain('Note: BREAKER_REST is deprecated: set BREAKER_MAX_RESET_TIMEOUT instead.\n');
  expect(gateway.output()).not.toMatch(/sandbox/i);

  const arrived = upstream.nextRequest();
  const answer = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'hunter2', authorization: 'Bearer hunter2' },
    body: JSON.stringify({ query: '{ contacts(first: 1) { nodes { contactId name } } }' }),
  });
  await arrived;
  gateway.kill('SIGINT');
  expect(await (await answer).json()).toEqual({ data: { contacts: { nodes: [{ contactId: 7, name: 'Real' }] } } });
  expect(await gateway.exited).toBe(0);
  expect(gateway.output()).toContain('Stopping');
  expect(gateway.output(), 'no keys in the output').not.toContain('hunter2');
});

test('a second Ctrl-C ends the program at once', async () => {
  await using upstream = await startScriptedUpstream(hang);
  await using gateway = runGateway({ VIBECODE_URL: upstream.url });
  const url = await gateway.ready;
  const arrived = upstream.nextRequest();
  const answer = fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: '{"query":"{ contacts { totalCount } }"}',
  });
  answer.catch(() => undefined);
  await arrived;
  gateway.kill('SIGINT');
  await expect.poll(() => gateway.output()).toContain('Stopping');
  // Without a terminal, a signal within a second could be the same one on another way.
  await expect
    .poll(() => {
      gateway.kill('SIGINT');
      return gateway.hasExited();
    })
    .toBe(true);
  expect(await gateway.exited).toBe(130);
  await expect(answer).rejects.toThrow('fetch failed');
});

test('an uncaught error ends the program with exit code 1, and a line without its message', async () => {
  // Its place is logged, which is this whole text.
  const fault = encodeURIComponent("process.on('SIGUSR2', () => { throw new TypeError('hunter' + 2) })");
  await using gateway = runGateway({ LOG_FORMAT: 'json', NODE_OPTIONS: `--import=data:text/javascript,${fault}` });
  await gateway.ready;
  gateway.kill('SIGUSR2');
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toMatch(/"errorId":"[\da-f-]{36}".*TypeError.*"unexpected error"/);
  expect(gateway.output()).not.toContain('hunter2');
});

test.each(['PORT', 'PROBE_PORT', 'SANDBOX_PORT'])(
  'a taken %s results in one clear line and exit code 1',
  async (name) => {
    await using other = await listenOnFreePort(createServer());
    await using gateway = runGateway({ [name]: String(other.port) });
    expect(await gateway.exited).toBe(1);
    expect(gateway.output()).toBe(
      `Port ${other.port} is taken: set PORT (gateway), PROBE_PORT (probes) or SANDBOX_PORT (sandbox) to a free one.\n`,
    );
  },
);

test('an invalid host results in one clear line and exit code 1', async () => {
  await using gateway = runGateway({ HOST: '203.0.113.1', SANDBOX: 'on' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toMatch(/^Cannot listen \(.*\): check HOST, PORT, PROBE_PORT and SANDBOX_PORT\.\n$/);
});

test.each<{ env: Readonly<Record<string, string>>; why: string }>([
  { env: { NODE_ENV: 'production' }, why: 'NODE_ENV=production' },
  { env: { HOST: '0.0.0.0' }, why: 'a HOST that other machines reach' },
  { env: { HOST: '127.evil.example' }, why: 'a HOST that other machines reach' },
  { env: { SANDBOX: 'off' }, why: 'SANDBOX=off' },
])('made-up contacts are not served by mistake: $env without VIBECODE_URL does not start', ({ env, why }) => {
  expect(() => loadConfig(env)).toThrow(`  VIBECODE_URL: must be set with ${why}; `);
});

test('a configuration without an upstream in production ends the program with exit code 1', async () => {
  await using gateway = runGateway({ NODE_ENV: 'production' });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output()).toContain('  VIBECODE_URL: must be set with NODE_ENV=production; ');
});

test('SANDBOX=on serves made-up contacts in production', async () => {
  await using gateway = runGateway({ NODE_ENV: 'production', SANDBOX: 'on' });
  expect((await fetch(`${await gateway.ready}/readyz`)).status).toBe(200);
});

test('all configuration mistakes are listed by variable, without values, and the exit code is 1', async () => {
  await using gateway = runGateway({
    PORT: 'high',
    SANDBOX_PORT: '-1',
    VIBECODE_URL: 'https://user:hunter2@portal.example',
    OPERATION_TIMEOUT: 'never',
    CURSOR_SECRET: 'hunter2',
    PAGING: 'hunter2',
    NULLS_ORDER: 'hunter2',
  });
  expect(await gateway.exited).toBe(1);
  const [title, ...problems] = gateway.output().trimEnd().split('\n');
  expect(title).toBe('The configuration has mistakes:');
  expect(problems.map((problem) => /^ {2}([A-Z_]+): must/.exec(problem)?.[1])).toEqual([
    'PORT',
    'SANDBOX_PORT',
    'VIBECODE_URL',
    'OPERATION_TIMEOUT',
    'CURSOR_SECRET',
    'PAGING',
    'NULLS_ORDER',
  ]);
  expect(gateway.output()).not.toContain('hunter2');
});
