import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { startGatewayWithSandbox } from '../running-gateway.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'explorer-files-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const securityOf = (env: Readonly<Record<string, string>>) => ({ security: loadConfig(env).security });
const start = (options: Parameters<typeof startGatewayWithSandbox>[0] = {}) =>
  startGatewayWithSandbox({ explorerFolder: pathToFileURL(`${directory}/`), ...options }, { contacts: 1 });
const scriptPath = /src="(explorer\/app-[0-9a-f]{16}\.js)"/;

test('until the page is built, /explorer says so and loads itself again; then it serves each build', async () => {
  await using gateway = await start();
  const unbuilt = await fetch(`${gateway.url}/explorer`);
  expect(unbuilt.status).toBe(503);
  expect(await unbuilt.text()).toMatch(/http-equiv="refresh".*is being built/s);
  const paths: string[] = [];
  for (const text of ['first()', 'second']) {
    await writeFile(join(directory, 'explorer.js'), text);
    await writeFile(join(directory, 'explorer.css'), 'a{}');
    const html = await (await fetch(`${gateway.url}/explorer`)).text();
    const path = scriptPath.exec(html)?.[1] ?? '';
    const script = await fetch(`${gateway.url}/${path}`);
    expect([script.headers.get('cache-control'), await script.text()]).toEqual([
      expect.stringContaining('immutable'),
      text,
    ]);
    paths.push(path);
  }
  expect(new Set(paths).size).toBe(2);
  expect((await fetch(`${gateway.url}/${paths[0]}`)).status).toBe(404);
});

describe('with a built page', () => {
  beforeAll(async () => {
    await writeFile(join(directory, 'explorer.js'), 'run()');
    await writeFile(join(directory, 'explorer.css'), 'a{}');
  });

  test('its policy permits its own script and styles by their hashes, and nothing else', async () => {
    await using gateway = await start();
    const { headers } = await fetch(`${gateway.url}/explorer`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; connect-src 'self'; style-src 'sha256-/,
    );
    expect(policy).not.toMatch(/https?:|\*|unsafe/);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    [
      'the key of the sandbox, where callers bring a key',
      {},
      { mode: 'pass-through', needsSession: false, graphiql: true, demoKey: keys.all },
    ],
    [
      'no key where the gateway holds one',
      { VIBECODE_API_KEY: 'vibe_app_x' },
      { mode: 'app-key', needsSession: true, graphiql: true },
    ],
    [
      'no wish for a session that the platform adds',
      { VIBECODE_API_KEY: 'vibe_app_x', VIBE_AUTHORIZATION: 'on' },
      { mode: 'app-key', needsSession: false, graphiql: true },
    ],
    [
      'no link to GraphiQL where there is none',
      { VIBECODE_API_KEY: 'vibe_api_x', GRAPHIQL: 'off' },
      { mode: 'personal-key', needsSession: false, graphiql: false },
    ],
  ])('the page gets %s', async (_name, env, expected) => {
    await using gateway = await start({ demoKey: keys.all, ...securityOf(env) });
    const html = await (await fetch(`${gateway.url}/explorer`)).text();
    const [, settings = ''] = /name="explorer-options" content="([^"]*)"/.exec(html) ?? [];
    expect(JSON.parse(settings.replaceAll('&quot;', '"'))).toEqual(expected);
    expect(html).not.toContain('vibe_app_x');
  });

  test('EXPLORER says who gets page and script', async () => {
    await using off = await start(securityOf({ EXPLORER: 'off' }));
    expect((await fetch(`${off.url}/explorer`)).status).toBe(404);
    await using production = await start(securityOf({ NODE_ENV: 'production', VIBECODE_URL: 'https://vibe.example' }));
    const headers = { 'x-api-key': keys.all };
    const page = await fetch(`${production.url}/explorer`, { headers });
    const script = `${production.url}/${scriptPath.exec(await page.text())?.[1]}`;
    expect((await fetch(`${production.url}/explorer`)).status).toBe(401);
    expect([(await fetch(script)).status, (await fetch(script, { headers })).status]).toEqual([401, 200]);
    await using on = await start(
      securityOf({ EXPLORER: 'on', NODE_ENV: 'production', VIBECODE_URL: 'https://vibe.example' }),
    );
    expect((await fetch(`${on.url}/explorer`)).status).toBe(200);
    expect((await fetch(`${on.url}/explorer`, { method: 'POST' })).status).toBe(405);
  });
});
