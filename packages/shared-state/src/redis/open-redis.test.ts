import { expect, test } from 'vitest';
import { reasonOf, versionProblem } from './open-redis.ts';

test.each([
  ['redis_version:6.2.0', undefined],
  ['# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone', undefined],
  ['redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.0.1', undefined],
  ['redis_version:8.2.1', undefined],
  ['redis_version:6.0.16\r\nredis_mode:standalone', 'is a Redis of version 6.0.16; allowed: 6.2 or newer'],
  ['redis_version:2.8.17', 'is a Redis of version 2.8.17; allowed: 6.2 or newer'],
  ['', 'is not a Redis or Valkey server'],
])('a server that says %j has the problem: %s', (info, problem) => {
  expect(versionProblem(info)).toBe(problem);
});

test.each([
  [new Error('WRONGPASS invalid username-password pair'), 'refuses'],
  [new Error('NOAUTH HELLO must be called with the client already authenticated'), 'password'],
  [new Error("NOPERM User s3cret has no permissions to run the 'evalsha' command"), 'may not run'],
  [Object.assign(new Error('connect ECONNREFUSED s3cret:6379'), { code: 'ECONNREFUSED' }), '(ECONNREFUSED)'],
  [Object.assign(new Error('getaddrinfo ENOTFOUND s3cret'), { code: 'ENOTFOUND' }), '(ENOTFOUND)'],
  [new Error('s3cret'), 'does not answer as Redis does'],
])('the reason of %s has no secret', (error, words) => {
  expect(reasonOf(error)).toContain(words);
  expect(reasonOf(error)).not.toContain('s3cret');
});
