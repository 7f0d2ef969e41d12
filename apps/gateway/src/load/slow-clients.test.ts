import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/config.ts';
import { serverOptions } from './slow-clients.ts';

test.each([
  {},
  { REQUEST_TIMEOUT: '5' },
  { REQUEST_TIMEOUT: '0' },
  { REQUEST_TIMEOUT: '0.001' },
  { REQUEST_TIMEOUT: '0.0001' },
  { REQUEST_TIMEOUT: '1.0005' },
  { REQUEST_TIMEOUT: '3600' },
  { HEADERS_TIMEOUT: '0.25' },
  { HEADERS_TIMEOUT: '0.0333' },
  { HEADERS_TIMEOUT: '30' },
  { HEADERS_TIMEOUT: '0' },
  { HEADERS_TIMEOUT: '0', REQUEST_TIMEOUT: '0' },
  { HEADERS_TIMEOUT: '40', REQUEST_TIMEOUT: '0' },
  { HEADERS_TIMEOUT: '0.0004', REQUEST_TIMEOUT: '0.0004' },
  { HEADERS_TIMEOUT: '3600', REQUEST_TIMEOUT: '3600' },
])('Node accepts every accepted configuration of connections: %o', (env) => {
  const { connections } = loadConfig(env);
  const { headersTimeout, requestTimeout } = createServer(serverOptions(connections));
  expect([headersTimeout, requestTimeout]).toEqual([connections.headersTimeoutMs, connections.requestTimeoutMs]);
  // A timeout that is not switched off stays on.
  expect([headersTimeout > 0, requestTimeout > 0]).toEqual([
    !['0'].includes(env.HEADERS_TIMEOUT ?? ''),
    !['0'].includes(env.REQUEST_TIMEOUT ?? ''),
  ]);
});

test.each([{ REQUEST_TIMEOUT: '5', HEADERS_TIMEOUT: '6' }, { HEADERS_TIMEOUT: '31' }])(
  'rejects a HEADERS_TIMEOUT above REQUEST_TIMEOUT: %o',
  (env) => {
    expect(() => loadConfig(env)).toThrow('HEADERS_TIMEOUT: must be 0, or at most REQUEST_TIMEOUT');
  },
);
