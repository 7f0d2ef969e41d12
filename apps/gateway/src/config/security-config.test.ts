import { describe, expect, test } from 'vitest';
import { type ConfigError, loadConfig } from './config.ts';
import type { SecurityConfig } from './security-config.ts';

const defaults: SecurityConfig = {
  access: { mode: 'pass-through', platformSessions: false },
  limits: {
    MAX_BODY_BYTES: 100_000,
    MAX_TOKENS: 1000,
    MAX_DEPTH: 12,
    MAX_ALIASES: 30,
    MAX_DIRECTIVES: 9,
    MAX_ROOT_FIELDS: 10,
    MAX_FIELDS: 1000,
    MAX_VARIABLE_DEPTH: 6,
    MAX_VARIABLE_VALUES: 5000,
    MAX_RESULT_VALUES: 300_000,
    MAX_IDS: 100,
    MAX_LIST_LENGTH: 500,
    MAX_CUSTOM_FIELDS: 50,
  },
  corsOrigins: [],
  corsHeaders: [],
  getQueries: false,
  introspection: 'full',
  graphiql: 'open',
  explorer: 'open',
  documents: { manifest: null, trustedOnly: false },
};

test('by default, callers need a key, pages of other origins and GET are rejected, and limits are those of the docs', () => {
  expect(loadConfig({}).security).toEqual(defaults);
});

test.each<{ env: Readonly<Record<string, string>>; expected: object }>([
  { env: { VIBECODE_API_KEY: 'vibe_app_x' }, expected: { access: { mode: 'app-key', apiKey: 'vibe_app_x' } } },
  {
    env: { VIBECODE_API_KEY: 'vibe_api_x', CALLER_TOKENS: 'A'.repeat(64), HOST: '0.0.0.0', SANDBOX: 'on' },
    expected: { access: { mode: 'personal-key', callers: { kind: 'tokens', hashes: ['a'.repeat(64)] } } },
  },
  {
    env: {
      VIBECODE_API_KEY: 'vibe_api_x',
      CALLER_JWKS_URL: 'https://login.example/jwks',
      CALLER_JWT_ISSUER: 'i',
      CALLER_JWT_AUDIENCE: 'a',
    },
    expected: {
      access: { callers: { kind: 'jwt', jwksUrl: 'https://login.example/jwks', issuer: 'i', audience: 'a' } },
    },
  },
  {
    env: { CORS_ORIGINS: 'https://a.example, http://localhost:5173' },
    expected: { corsOrigins: ['https://a.example', 'http://localhost:5173'] },
  },
  { env: { CORS_HEADERS: 'X-Client-Version, x-tenant' }, expected: { corsHeaders: ['x-client-version', 'x-tenant'] } },
  {
    env: { VIBECODE_API_KEY: 'vibe_app_x', VIBE_AUTHORIZATION: 'on' },
    expected: { access: { mode: 'app-key', apiKey: 'vibe_app_x', platformSessions: true } },
  },
  { env: { GET_QUERIES: 'on' }, expected: { getQueries: true } },
  { env: { GRAPHIQL: 'off' }, expected: { graphiql: 'off' } },
  {
    env: { GRAPHIQL: 'on', NODE_ENV: 'production', VIBECODE_URL: 'https://v.example' },
    expected: { graphiql: 'open' },
  },
  { env: { NODE_ENV: 'production', VIBECODE_URL: 'https://v.example' }, expected: { graphiql: 'callers' } },
  { env: { NODE_ENV: 'production', SANDBOX: 'on' }, expected: { graphiql: 'open' } },
  { env: { VIBECODE_URL: 'https://v.example' }, expected: { graphiql: 'open' } },
  { env: { INTROSPECTION: 'off' }, expected: { introspection: 'off' } },
  { env: { DOCUMENTS_MANIFEST: 'm.json' }, expected: { documents: { manifest: 'm.json', trustedOnly: false } } },
  { env: { DOCUMENTS: 'trusted', DOCUMENTS_MANIFEST: 'm.json' }, expected: { documents: { trustedOnly: true } } },
  { env: { MAX_TOKENS: '5', MAX_BODY_BYTES: '7' }, expected: { limits: { MAX_TOKENS: 5, MAX_BODY_BYTES: 7 } } },
])('the security variables $env set their part of the configuration', ({ env, expected }) => {
  expect(loadConfig(env).security).toMatchObject(expected);
});

describe('a security setting that is not allowed is reported with its variable, without its value', () => {
  test.each([
    {
      name: 'CORS_ORIGINS',
      values: [
        '*',
        'null',
        'crm.example',
        'https://a.example/',
        'https://A.example',
        'https://a.example,',
        'https://u:p@a.example',
        'https://*.example',
      ],
    },
    { name: 'CORS_HEADERS', values: ['*', 'x tenant', 'x-tenant,', 'x:y', 'ключ', 'x'.repeat(101)] },
    { name: 'GET_QUERIES', values: ['true', '1'] },
    { name: 'VIBE_AUTHORIZATION', values: ['true', 'X-Vibe-Authorization'] },
    { name: 'INTROSPECTION', values: ['on', 'true'] },
    { name: 'DOCUMENTS', values: ['all'] },
    { name: 'MAX_TOKENS', values: ['0', '-1', '1.5', 'many', '1e9'] },
    { name: 'MAX_RESULT_VALUES', values: ['0', 'off'] },
    { name: 'MAX_IDS', values: ['0', 'off'] },
    { name: 'MAX_LIST_LENGTH', values: ['0', '500,1'] },
    { name: 'MAX_CUSTOM_FIELDS', values: ['0', '-5'] },
    { name: 'VIBECODE_API_KEY', values: ['a b', 'a,b', 'ключ', 'x'.repeat(4097)] },
    { name: 'CALLER_TOKENS', values: ['secret', 'a'.repeat(63), `${'a'.repeat(64)},`] },
    { name: 'CALLER_JWKS_URL', values: ['login.example', 'ftp://login.example', 'http://login.example'] },
  ])('$name is rejected with its name and without the values $values', ({ name, values }) => {
    for (const value of values) {
      expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: must `))]);
    }
  });
});

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
}
