import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const url = 'https://vibe.example';
type Env = Readonly<Record<string, string>>;

function problemsOf(env: Env): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the embedded sandbox is the upstream', () => {
  test.each<Env>([
    {},
    { HOST: '::1' },
    { NODE_ENV: 'test' },
    { SANDBOX: 'on' },
    { SANDBOX: 'on', HOST: '0.0.0.0' },
    { SANDBOX: 'on', NODE_ENV: 'production' },
  ])('the embedded sandbox is the upstream with %o', (env) => {
    expect(loadConfig(env).upstream).toBeNull();
  });

  test.each<Env>([
    { SANDBOX: 'off' },
    { NODE_ENV: 'production' },
    { HOST: '0.0.0.0' },
    { HOST: '::' },
    { HOST: '127.evil.example' },
  ])('does not start the sandbox by mistake with %o', (env) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^VIBECODE_URL: must be set with .*SANDBOX=on$/)]);
  });

  test.each<Env>([{}, { NODE_ENV: 'production' }, { HOST: '0.0.0.0' }, { SANDBOX: 'off' }])(
    'does not start the sandbox if an upstream is configured: %o',
    (env) => {
      expect(loadConfig({ ...env, VIBECODE_URL: url }).upstream).toMatchObject({ baseUrl: url });
    },
  );

  test('SANDBOX=on beside VIBECODE_URL is rejected', () => {
    expect(problemsOf({ VIBECODE_URL: url, SANDBOX: 'on' })).toEqual([expect.stringMatching(/^SANDBOX: must not/)]);
  });
});

test.each<{ env: Env; production: boolean }>([
  { env: { NODE_ENV: 'production', VIBECODE_URL: url }, production: true },
  { env: { NODE_ENV: 'production', SANDBOX: 'on' }, production: false },
  { env: { VIBECODE_URL: url }, production: false },
])('with $env, the gateway runs in production: $production', ({ env, production }) => {
  expect(loadConfig(env).production).toBe(production);
});

test('PROBE_PORT is a second port, different from PORT', () => {
  expect(loadConfig({ PROBE_PORT: '9000' }).listen).toMatchObject({ probePort: 9000 });
  expect(loadConfig({ PORT: '0', PROBE_PORT: '0' }).listen).toMatchObject({ probePort: 0 });
  expect(problemsOf({ PORT: '9000', PROBE_PORT: '9000' })).toEqual(['PROBE_PORT: must be another port than PORT']);
  expect(problemsOf({ PROBE_PORT: 'x' })).toEqual(['PROBE_PORT: must be a port number from 0 to 65535']);
});
