import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each([
  { host: 'localhost', expected: true },
  { host: 'LOCALHOST', expected: true },
  { host: '127.0.0.1', expected: true },
  { host: '127.255.0.3', expected: true },
  { host: '::1', expected: true },
  { host: '[::1]', expected: true },
  { host: '0:0:0:0:0:0:0:1', expected: true },
  { host: '::ffff:127.0.0.1', expected: true },
  { host: '127.evil.example', expected: false },
  { host: '127.0.0.1.evil.example', expected: false },
  { host: 'localhost.evil.example', expected: false },
  { host: 'notlocalhost', expected: false },
  { host: '128.0.0.1', expected: false },
  { host: '0.0.0.0', expected: false },
  { host: '::', expected: false },
  { host: '::ffff:10.0.0.1', expected: false },
  { host: '10.0.0.1', expected: false },
  { host: '', expected: false },
])('the host "$host" is a loopback host: $expected', ({ host, expected }) => {
  expect(isLoopback(host)).toBe(expected);
});
