import { createSandbox, keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../test/redis-server.ts';
import { load, mostInAnySecond } from './load.ts';
import { startReplica } from './replica.ts';

const outages: readonly [name: string, begin: (redis: RedisServer) => unknown, end: (redis: RedisServer) => unknown][] =
  [
    ['is gone', (redis) => redis.stop(), (redis) => redis.start()],
    ['does not answer', (redis) => redis.pause(), (redis) => redis.resume()],
  ];

test.skipIf(!hasRedis).each(outages)(
  'replicas go on with their parts of the budget while Redis %s, lose no request, and share again when it is back',
  async (_name, begin, end) => {
    await using redis = await startRedis();
    const sandbox = await createSandbox({ limits: 'off', latencyMs: 20 });
    const options = { redisUrl: redis.url, upstreamUrl: sandbox.url, timeoutMs: 300 };
    await using first = await startReplica(options);
    await using second = await startReplica(options);
    const replicas = [first, second];
    const calls = (): number => sandbox.requests.length;
    const states = (): string[] => replicas.map((replica) => replica.state());

    await expect.poll(() => replicas.map((replica) => replica.replicas())).toEqual([2, 2]);
    const stopping = new AbortController();
    const loads = replicas.map((replica) =>
      load(replica.upstream, { apiKey: keys.all, atOnce: 3, forMs: 60_000, until: stopping.signal }),
    );
    await expect.poll(calls).toBeGreaterThan(5);
    await begin(redis);
    await expect.poll(states).toEqual(['down', 'down']);
    const before = calls();
    await expect.poll(calls).toBeGreaterThan(before + 10);
    await end(redis);
    await expect.poll(states).toEqual(['up', 'up']);
    const shared = calls();
    await expect.poll(calls).toBeGreaterThan(shared + 5);
    stopping.abort();
    const results = await Promise.all(loads.map(({ done }) => done));
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    // For a second around each change, the parts of the budget come on top of what was used of the whole.
    expect(mostInAnySecond(sandbox)).toBeLessThanOrEqual(20);
    await sandbox.close();
  },
);
