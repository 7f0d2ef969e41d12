import { describe, expect, test } from 'vitest';
import { type Config, ConfigError, configVariables, loadConfig } from './config.ts';

const secret = (text: string): string => text.padEnd(32, '.');

/** Paging, cache and other parts without a file of their own: the other parts have their own tests. */
const defaults: Partial<Config> = {
  listen: { host: '127.0.0.1', port: 4000, probePort: null },
  upstream: null,
  sandbox: { port: 4010 },
  operationTimeoutMs: 40_000,
  planLimits: { maxUpstreamCalls: 50, maxInnerPages: 200 },
  referenceTtlMs: 300_000,
  calls: {
    pace: {
      portals: 'one',
      concurrency: 2,
      perSecond: 10,
      keyPerMinute: 300,
      searchesPerMinute: 60,
      maxWaiting: 1000,
      maxWaitMs: 30_000,
    },
    retry: { retries: 2 },
    breaker: { threshold: 0.5, maxResetTimeoutMs: 10_000 },
  },
  // Tested in security-config.test.ts.
  security: loadConfig({}).security,
  paging: { cursorSecrets: null, form: 'exact', nullsOrder: 'low' },
};

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('without any variable, the configuration has its defaults', () => {
  expect(loadConfig({})).toMatchObject(defaults);
});

test('a variable set to the empty string counts as unset', () => {
  expect(loadConfig(Object.fromEntries(configVariables.map((name) => [name, ''])))).toEqual(loadConfig({}));
});

test('variables of other programs are ignored', () => {
  expect(loadConfig({ PATH: '/bin', HTTP_PORT: 'x', port: 'x' })).toEqual(loadConfig({}));
});

describe('the configuration of each variable', () => {
  test.each<{ env: Readonly<Record<string, string>>; expected: object }>([
    { env: { HOST: '127.0.0.2', PORT: '80' }, expected: { listen: { host: '127.0.0.2', port: 80 } } },
    { env: { PORT: '0', SANDBOX_PORT: '65535' }, expected: { listen: { port: 0 }, sandbox: { port: 65_535 } } },
    { env: { VIBECODE_URL: 'https://vibe.example' }, expected: { upstream: { baseUrl: 'https://vibe.example' } } },
    { env: { VIBECODE_URL: 'http://[::1]:8080/api' }, expected: { upstream: { baseUrl: 'http://[::1]:8080/api' } } },
    { env: { OPERATION_TIMEOUT: '0.25' }, expected: { operationTimeoutMs: 250 } },
    { env: { OPERATION_TIMEOUT: '3600' }, expected: { operationTimeoutMs: 3_600_000 } },
    {
      env: { MAX_UPSTREAM_CALLS: '7', MAX_INNER_PAGES: '1' },
      expected: { planLimits: { maxUpstreamCalls: 7, maxInnerPages: 1 } },
    },
    { env: { REFERENCE_TTL: '0' }, expected: { referenceTtlMs: 0 } },
    { env: { CURSOR_SECRET: secret('a') }, expected: { paging: { cursorSecrets: [secret('a')] } } },
    {
      env: { CURSOR_SECRET: `${secret('new')}, ${secret('old')}` },
      expected: { paging: { cursorSecrets: [secret('new'), secret('old')] } },
    },
    { env: { PAGING: 'anchored-offset' }, expected: { paging: { form: 'anchored-offset' } } },
    { env: { NULLS_ORDER: 'high' }, expected: { paging: { nullsOrder: 'high' } } },
  ])('the variables $env set their part of the configuration', ({ env, expected }) => {
    expect(loadConfig(env)).toMatchObject(expected);
  });
});

describe('a mistake is reported with the variable and the allowed values, without its value', () => {
  test.each([
    { name: 'PORT', values: ['http', '-1', '65536', '1.5', '0x50', ' 80', '١٢'], allowed: /0 to 65535/ },
    { name: 'SANDBOX_PORT', values: ['4010.', '99999999'], allowed: /0 to 65535/ },
    { name: 'VIBECODE_URL', values: ['vibe.example', 'ftp://vibe.example', '/v1'], allowed: /http or https URL/ },
    {
      name: 'VIBECODE_URL',
      values: ['https://user:hunter2@vibe.example', 'https://vibe.example?key=hunter2', 'https://vibe.example#hunter2'],
      allowed: /credentials, a query or a fragment/,
    },
    { name: 'OPERATION_TIMEOUT', values: ['0', '-1', 'soon', '40s', '3601', '1e3'], allowed: /number of seconds/ },
    { name: 'MAX_UPSTREAM_CALLS', values: ['0', '-1', '2.5', 'many', '1e9'], allowed: /whole number of at least 1/ },
    { name: 'MAX_INNER_PAGES', values: ['0', ' 1'], allowed: /whole number of at least 1/ },
    { name: 'REFERENCE_TTL', values: ['-1', '86401', '5m'], allowed: /number of seconds/ },
    {
      name: 'CURSOR_SECRET',
      values: ['hunter2', `${secret('a')},hunter2`, `${secret('a')},`, ','],
      allowed: /at least 32 characters/,
    },
    { name: 'PAGING', values: ['offset', 'EXACT'], allowed: /"exact" or "anchored-offset"/ },
    { name: 'NULLS_ORDER', values: ['first'], allowed: /"low" or "high"/ },
  ])('$name is rejected with its name, without the values $values', ({ name, values, allowed }) => {
    for (const value of values) {
      const [problem = '', ...more] = problemsOf({ [name]: value });
      expect(more).toEqual([]);
      expect(problem).toMatch(new RegExp(`^${name}: `));
      expect(problem).toMatch(allowed);
      expect(problem).not.toContain('hunter2');
    }
  });
});

test('all mistakes are reported together, without secrets', () => {
  const env = {
    PORT: 'x',
    SANDBOX_PORT: 'y',
    CURSOR_SECRET: 'hunter2',
    VIBECODE_URL: 'https://a:hunter2@b',
    PAGING: 'z',
  };
  const problems = problemsOf(env);
  expect(new Set(problems.map((problem) => problem.split(':', 1)[0]))).toEqual(new Set(Object.keys(env)));
  expect(problems).toHaveLength(5);
  const { message } = new ConfigError(problems);
  for (const problem of problems) expect(message.split('\n')).toContain(`  ${problem}`);
  expect(message).not.toContain('hunter2');
});
