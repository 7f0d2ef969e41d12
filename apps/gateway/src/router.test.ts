import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createRouter } from './router.ts';

test.each([
  { name: 'before anybody asks', endsFirst: true, asked: 0 },
  { name: 'while the upstream is being asked', endsFirst: false, asked: 1 },
])('an end that begins $name makes it unready', async ({ endsFirst, asked }) => {
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
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unready', reason: 'the gateway is shutting down' },
    ]);
    expect(probes).toBe(asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
