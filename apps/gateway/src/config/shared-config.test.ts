import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const KEY = 'ab'.repeat(32);
const REDIS_URL = 'redis://user:s3cret@redis.example:6379/0';

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('without variables a gateway is alone and keeps no answers', () => {
  expect(loadConfig({}).shared).toEqual({ redis: null, cache: null, purgeToken: null });
});

test('Redis, its prefix and the cache are read from the environment', () => {
  const { shared } = loadConfig({
    REDIS_URL,
    REDIS_PREFIX: 'a.b',
    REDIS_TIMEOUT: '0.2',
    CACHE_TTL: '30',
    CACHE_KEY: KEY,
  });
  expect(shared.redis).toEqual({ url: REDIS_URL, prefix: 'a.b', timeoutMs: 200 });
  expect(shared.cache).toEqual({ ttlMs: 30_000, secret: Buffer.from(KEY, 'hex'), maxBytes: 50_000_000 });
});

test.each([
  ['hex', KEY],
  ['base64', Buffer.from(KEY, 'hex').toString('base64')],
  ['base64url', Buffer.from(KEY, 'hex').toString('base64url')],
])('a cache key may be in %s', (_, key) => {
  expect(loadConfig({ CACHE_TTL: '1', CACHE_KEY: key }).shared.cache?.secret).toEqual(Buffer.from(KEY, 'hex'));
});

test.each([
  ['REDIS_URL', { REDIS_URL: 'redis.s3cret.example' }],
  ['REDIS_URL', { REDIS_URL: 'http://s3cret@redis.example' }],
  ['REDIS_URL', { REDIS_URL: 'redis://:s3cret@redis.example/zero' }],
  ['REDIS_URL', { REDIS_URL: 'redis://:s3cret@' }],
  ['REDIS_PREFIX', { REDIS_PREFIX: 's3cret:*' }],
  ['REDIS_PREFIX', { REDIS_PREFIX: 's3cret{}' }],
  ['REDIS_TIMEOUT', { REDIS_TIMEOUT: '0' }],
  ['CACHE_TTL', { CACHE_TTL: '3601' }],
  ['CACHE_TTL', { CACHE_TTL: '-1' }],
  ['CACHE_KEY', { CACHE_TTL: '1', CACHE_KEY: 's3cret' }],
  ['CACHE_KEY', { CACHE_TTL: '1', CACHE_KEY: KEY.slice(2) }],
  ['CACHE_KEY', { CACHE_TTL: '1', REDIS_URL }],
  ['PURGE_TOKEN', { CACHE_TTL: '1', PURGE_TOKEN: 's3cret' }],
  ['PURGE_TOKEN', { PURGE_TOKEN: 's3cret'.repeat(6) }],
  ['QUEUE_LIMIT', { REDIS_URL, QUEUE_LIMIT: '0' }],
  ['CURSOR_SECRET', { REDIS_URL, VIBECODE_URL: 'https://vibecode.bitrix24.com' }],
])('a wrong %s is refused by its name, and nothing of it is repeated', (name, env) => {
  const problems = problemsOf(env);
  expect(problems.map((problem) => problem.split(':')[0])).toEqual([name]);
  expect(problems.join('\n')).not.toContain('s3cret');
});
