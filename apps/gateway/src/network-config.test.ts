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

describe('the sandbox is what is asked', () => {
  test.each<{ env: Env; starts: boolean }>([
    { env: {}, starts: true },
    { env: { HOST: '::1' }, starts: true },
    { env: { NODE_ENV: 'test' }, starts: true },
    { env: { SANDBOX: 'on' }, starts: true },
    { env: { SANDBOX: 'on', HOST: '0.0.0.0' }, starts: true },
    { env: { SANDBOX: 'on', NODE_ENV: 'production' }, starts: true },
    { env: { SANDBOX: 'off' }, starts: false },
    { env: { NODE_ENV: 'production' }, starts: false },
    { env: { HOST: '0.0.0.0' }, starts: false },
    { env: { HOST: '::' }, starts: false },
    { env: { HOST: '127.evil.example' }, starts: false },
  ])('with $env: $starts', ({ env, starts }) => {
    if (starts) return expect(loadConfig(env).upstream).toBeNull();
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^VIBECODE_URL: must be set with .*SANDBOX=on$/)]);
  });

  test.each<Env>([{}, { NODE_ENV: 'production' }, { HOST: '0.0.0.0' }, { SANDBOX: 'off' }])(
    'not where an upstream is given: %o',
    (env) => {
      expect(loadConfig({ ...env, VIBECODE_URL: url }).upstream).toMatchObject({ baseUrl: url });
    },
  );

  test('both are a contradiction', () => {
    expect(problemsOf({ VIBECODE_URL: url, SANDBOX: 'on' })).toEqual([expect.stringMatching(/^SANDBOX: must not/)]);
  });
});

test.each<{ env: Env; production: boolean }>([
  { env: { NODE_ENV: 'production', VIBECODE_URL: url }, production: true },
  { env: { NODE_ENV: 'production', SANDBOX: 'on' }, production: false },
  { env: { VIBECODE_URL: url }, production: false },
])('$env is production: $production', ({ env, production }) => {
  expect(loadConfig(env).production).toBe(production);
});

test('probes may have a port of their own, another than that of operations', () => {
  expect(loadConfig({ PROBE_PORT: '9000' }).listen).toMatchObject({ probePort: 9000 });
  expect(loadConfig({ PORT: '0', PROBE_PORT: '0' }).listen).toMatchObject({ probePort: 0 });
  expect(problemsOf({ PORT: '9000', PROBE_PORT: '9000' })).toEqual(['PROBE_PORT: must be another port than PORT']);
  expect(problemsOf({ PROBE_PORT: 'x' })).toEqual(['PROBE_PORT: must be a port number from 0 to 65535']);
});
