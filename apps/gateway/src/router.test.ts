import { createServer } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';
import { expect, test } from 'vitest';
import { createRouter } from './router.ts';

test.each([
  { name: 'before a probe', endsFirst: true, asked: 0 },
  { name: 'while the upstream is being called', endsFirst: false, asked: 1 },
])('a shutdown that begins $name makes `/readyz` respond with 503', async ({ endsFirst, asked }) => {
  let ending = endsFirst;
  let probes = 0;
  const readiness = {
    isReady: () => {
      probes += 1;
      ending = true;
      return Promise.resolve(true);
    },
  };
  const server = createServer(createRouter({ graphql: () => undefined, readiness, isEnding: () => ending }));
  await using local = await listenOnFreePort(server);
  const response = await fetch(`${local.url}/readyz`);
  expect([response.status, await response.json()]).toEqual([
    503,
    { status: 'unready', reason: 'the gateway is shutting down' },
  ]);
  expect(probes).toBe(asked);
});
