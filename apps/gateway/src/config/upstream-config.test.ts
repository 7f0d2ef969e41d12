import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const off = Number.POSITIVE_INFINITY;

test.each<[variable: string, value: string, calls: object]>([
  ['PORTALS', 'many', { pace: { portals: 'many' } }],
  ['PORTAL_CONCURRENCY', '4', { pace: { concurrency: 4 } }],
  ['PORTAL_CONCURRENCY', 'off', { pace: { concurrency: off } }],
  ['PORTAL_RATE', '50', { pace: { perSecond: 50 } }],
  ['PORTAL_RATE', 'off', { pace: { perSecond: off } }],
  ['KEY_RATE', '600', { pace: { keyPerMinute: 600 } }],
  ['KEY_RATE', 'off', { pace: { keyPerMinute: off } }],
  ['KEY_SEARCH_RATE', '30', { pace: { searchesPerMinute: 30 } }],
  ['KEY_SEARCH_RATE', 'off', { pace: { searchesPerMinute: off } }],
  ['QUEUE_LIMIT', '0', { pace: { maxWaiting: 0 } }],
  ['QUEUE_LIMIT', 'off', { pace: { maxWaiting: off } }],
  ['QUEUE_TIMEOUT', '0.5', { pace: { maxWaitMs: 500 } }],
  ['QUEUE_TIMEOUT', 'off', { pace: { maxWaitMs: off } }],
  ['RETRIES', '0', { retry: { retries: 0 } }],
  ['BREAKER_THRESHOLD', '0.8', { breaker: { threshold: 0.8 } }],
  ['BREAKER_THRESHOLD', 'off', { breaker: { threshold: 0 } }],
  ['BREAKER_MAX_RESET_TIMEOUT', '3', { breaker: { maxResetTimeoutMs: 3000 } }],
])('the setting %s=%s changes the upstream calls', (variable, value, calls) => {
  expect(loadConfig({ [variable]: value }).calls).toMatchObject(calls);
});

test.each([
  ['PORTALS', 'two'],
  ['PORTAL_CONCURRENCY', '0'],
  ['PORTAL_RATE', '-1'],
  ['KEY_RATE', '1.5'],
  ['QUEUE_LIMIT', 'Infinity'],
  ['QUEUE_TIMEOUT', '-1'],
  ['RETRIES', '6'],
  ['BREAKER_THRESHOLD', '1.1'],
])('%s=%s is rejected with the name of the variable', (variable, value) => {
  expect(() => loadConfig({ [variable]: value })).toThrow(ConfigError);
  expect(() => loadConfig({ [variable]: value })).toThrow(variable);
});
