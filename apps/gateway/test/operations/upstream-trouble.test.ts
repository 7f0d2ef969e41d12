import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tableRows, readProjectFile } from '../../../../test/markdown.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/observe/log.ts';
import { remedies } from '../../src/observe/upstream-trouble.ts';
import { start } from '../../src/start.ts';
import { runGateway } from '../gateway-process.ts';
import { startGateway } from '../running-gateway.ts';
import { always, startScriptedUpstream } from '../scripted-upstream.ts';
import { expired, valid } from './certificates.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { startSecureUpstream } from './secure-upstream.ts';

const rows = always(200, { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } });
const operation = '{"query":"{ contacts(first: 1) { nodes { contactId } } }"}';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  await writeFile(join(folder, 'valid.pem'), valid.cert);
  await writeFile(join(folder, 'expired.pem'), expired.cert);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function ask(url: string, key = 'k-hunter2'): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: operation,
  });
}

/** Returns the lines of the log that are warnings of upstream calls. */
function warnings(
  output: string,
): readonly { readonly level: string; readonly reason: string; readonly msg: string }[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"reason"'))
    .map((line) => JSON.parse(line) as { level: string; reason: string; msg: string });
}

/** Returns the reason that the program logs at its start, before any request. */
async function reasonAtStart(env: Readonly<Record<string, string>>): Promise<string | undefined> {
  await using gateway = runGateway({ LOG_FORMAT: 'json', ...env });
  await gateway.ready;
  return await reasonIn(() => gateway.output());
}

/** Returns the reason that a start within this process logs: a process costs a second. */
async function reasonAtStartHere(env: Readonly<Record<string, string>>): Promise<string | undefined> {
  let output = '';
  const stream = new PassThrough({ encoding: 'utf8' }).on('data', (text: string) => (output += text));
  const config = loadConfig({ PORT: '0', ...env });
  const running = await start(config, await createLog({ level: config.log.level, pretty: false, stream }));
  try {
    void running.gateway.checkUpstream();
    return await reasonIn(() => output);
  } finally {
    await running.shutDown({ timeoutMs: 1000 });
  }
}

async function reasonIn(output: () => string): Promise<string | undefined> {
  await expect.poll(() => warnings(output()).length).toBe(1);
  const [warning] = warnings(output());
  expect(warning?.level).toBe('warn');
  expect(warning?.msg).toBe(`Upstream call failed: ${warning?.reason}. ${remedies[warning?.reason ?? '']}`);
  return warning?.reason;
}

describe('the log of the start has the reason why the upstream cannot be reached', () => {
  test('the start logs an unknown host', async () => {
    expect(await reasonAtStart({ VIBECODE_URL: 'http://portal.invalid' })).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/);
  });

  test('the start logs a refused connection', async () => {
    const upstream = await startScriptedUpstream(rows);
    await upstream[Symbol.asyncDispose]();
    expect(await reasonAtStartHere({ VIBECODE_URL: upstream.url })).toBe('ECONNREFUSED');
  });

  test('the start logs a self-signed certificate', async () => {
    await using upstream = await startSecureUpstream(valid, rows);
    expect(await reasonAtStartHere({ VIBECODE_URL: upstream.url })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('the start logs an expired certificate', async () => {
    await using upstream = await startSecureUpstream(expired, rows);
    const trusted = { NODE_EXTRA_CA_CERTS: join(folder, 'expired.pem') };
    expect(await reasonAtStart({ VIBECODE_URL: upstream.url, ...trusted })).toBe('CERT_HAS_EXPIRED');
  });

  test('the start logs TLS to a server that speaks none', async () => {
    await using upstream = await startScriptedUpstream(rows, 'seen');
    const url = upstream.url.replace('http:', 'https:');
    expect(await reasonAtStartHere({ VIBECODE_URL: url })).toMatch(/^ERR_SSL_/);
  });

  test.each([
    { status: 200, reason: 'WRONG_CONTENT' },
    { status: 404, reason: 'WRONG_CONTENT' },
    { status: 502, reason: 'HTTP_502' },
  ])('the start logs a page of HTML with status $status', async ({ status, reason }) => {
    const page = always(status, '<html>hunter2</html>', { 'content-type': 'text/html' });
    await using upstream = await startScriptedUpstream(page, 'seen');
    expect(await reasonAtStartHere({ VIBECODE_URL: upstream.url })).toBe(reason);
  });

  test('the start logs a proxy that requires credentials', async () => {
    await using upstream = await startSecureUpstream(valid, rows);
    await using proxy = await startConnectProxy('user:hunter2');
    expect(await reasonAtStartHere({ VIBECODE_URL: upstream.url, HTTPS_PROXY: proxy.url })).toBe('PROXY_HTTP_407');
    await using plain = await startScriptedUpstream(rows);
    expect(await reasonAtStartHere({ VIBECODE_URL: plain.url, http_proxy: proxy.url })).toBe('PROXY_HTTP_407');
  });
});

test('the start logs nothing about an upstream that responds', async () => {
  await using upstream = await startScriptedUpstream(rows);
  await using gateway = runGateway({ LOG_FORMAT: 'json', VIBECODE_URL: upstream.url });
  const url = await gateway.ready;
  expect((await ask(url)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(warnings(gateway.output())).toEqual([]);
});

test('operations and /readyz log one reason together, and nothing of callers and responses', async () => {
  const upstream = await startScriptedUpstream(rows);
  await using gateway = runGateway({ LOG_FORMAT: 'json', VIBECODE_URL: upstream.url, RETRIES: '2' });
  const url = await gateway.ready;
  expect((await ask(url)).status).toBe(200);
  await upstream[Symbol.asyncDispose]();
  for (let count = 0; count < 3; count += 1) {
    await ask(url, `k-hunter2-${count}`);
    await fetch(`${url}/readyz`);
  }
  await expect.poll(() => warnings(gateway.output())).toHaveLength(1);
  expect(gateway.output()).not.toContain('hunter2');
});

test('an upstream error that the caller caused is not logged', async () => {
  const troubles: object[] = [];
  for (const [status, code] of [
    [401, 'INVALID_API_KEY'],
    [403, 'SCOPE_DENIED'],
    [429, 'RATE_LIMITED'],
    [400, 'INVALID_PARAMS'],
  ] as const) {
    await using upstream = await startScriptedUpstream(
      always(status, { success: false, error: { code, message: '' } }),
    );
    await using gateway = await startGateway(upstream.url, { logTrouble: (trouble) => troubles.push(trouble) });
    await gateway.ask('{ contacts(first: 1) { nodes { contactId } } }');
  }
  expect(troubles).toEqual([]);
});

test('docs/operations.md has a row for each reason with a remedy in the log', () => {
  const rowsOfTable = tableRows(readProjectFile('docs/operations.md'), 'Reason in the log');
  const named = rowsOfTable.flatMap(([reasons = '']) => reasons.split(', '));
  expect(named).toEqual(expect.arrayContaining(Object.keys(remedies)));
});

describe('HTTPS_PROXY', () => {
  const trusted = () => ({ NODE_EXTRA_CA_CERTS: join(folder, 'valid.pem') });

  test('HTTPS_PROXY leads all calls through tunnels, one for each caller, and its credentials are not logged', async () => {
    const seen: (string | undefined)[] = [];
    await using upstream = await startSecureUpstream(valid, (request, response) => {
      seen.push(request.headers['proxy-authorization']);
      rows(request, response);
    });
    await using proxy = await startConnectProxy('user:hunter2');
    await using gateway = runGateway({
      LOG_FORMAT: 'json',
      VIBECODE_URL: upstream.url,
      HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${proxy.port}`,
      ...trusted(),
    });
    const url = await gateway.ready;
    for (const key of ['a', 'a', 'b']) expect((await ask(url, key)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT localhost:${upstream.port}`]));
    // One of the gateway itself, and one of each caller.
    expect(proxy.tunnels()).toBe(3);
    expect(new Set(seen)).toEqual(new Set([undefined]));
    expect(gateway.output()).not.toMatch(/hunter2|dXNlcjpodW50ZXIy/);
    gateway.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
  });

  test('HTTPS_PROXY is not used for hosts in NO_PROXY or no_proxy', async () => {
    await using upstream = await startSecureUpstream(valid, rows);
    await using proxy = await startConnectProxy();
    for (const name of ['NO_PROXY', 'no_proxy']) {
      const env = { VIBECODE_URL: upstream.url, https_proxy: proxy.url, [name]: 'other.example,localhost' };
      await using gateway = runGateway({ LOG_FORMAT: 'json', ...env, ...trusted() });
      expect((await ask(await gateway.ready)).status).toBe(200);
    }
    expect(proxy.asked).toEqual([]);
  });

  test('an upstream without TLS is called through HTTP_PROXY by its whole address', async () => {
    await using upstream = await startScriptedUpstream(rows);
    await using proxy = await startConnectProxy();
    await using gateway = runGateway({ LOG_FORMAT: 'json', VIBECODE_URL: upstream.url, HTTP_PROXY: proxy.url });
    expect((await ask(await gateway.ready)).status).toBe(200);
    expect(proxy.asked).toContainEqual(expect.stringContaining(`GET ${upstream.url}/v1/contacts?`));
  });
});
