import { createClient } from '@redis/client';
import { expect, test } from 'vitest';
import { hasRedis, startRedis } from '../../../test/redis-server.ts';
import { createCacheKeys, createRedisStore, openLink } from '../src/index.ts';
import { startSwitchableProxy } from './switchable-proxy.ts';

const patient = { timeout: 15_000 };

test.skipIf(!hasRedis)(
  'a link replaces connections that are silent but not closed, with their subscriptions',
  async () => {
    await using redis = await startRedis();
    await using proxy = await startSwitchableProxy(redis.port);
    const link = await openLink({ url: proxy.url, prefix: 'lost', timeoutMs: 200 });
    const received: string[] = [];
    await link.subscribe('own', (text) => received.push(text));
    await link.subscribeToAll('all', (text) => received.push(text));
    proxy.silence();
    await expect.poll(() => link.state, patient).toBe('down');
    await expect.poll(() => link.state, patient).toBe('up');
    await link.run(async (client) => {
      await client.publish(`lost:own:${link.id}`, 'to one');
      await client.publish('lost:all', 'to all');
    });
    await expect.poll(() => received).toEqual(['to one', 'to all']);
    await link.close();
  },
);

test.skipIf(!hasRedis)('a link leaves a primary that became a replica', async () => {
  await using old = await startRedis();
  await using primary = await startRedis();
  await using proxy = await startSwitchableProxy(old.port);
  const link = await openLink({ url: proxy.url, prefix: 'failover', timeoutMs: 200 });
  proxy.switchTo(primary.port);
  const admin = await createClient({ url: old.url }).connect();
  // No server listens there: nothing is replicated, writes are rejected.
  await admin.replicaOf('127.0.0.1', 1);
  admin.destroy();
  await expect.poll(() => link.state, patient).toBe('down');
  await expect.poll(() => link.state, patient).toBe('up');
  await link.close();
});

test.skipIf(!hasRedis)('a link that is down rejects commands without waiting for Redis', async () => {
  await using redis = await startRedis();
  const link = await openLink({ url: redis.url, prefix: 'down', timeoutMs: 200 });
  redis.pause();
  await expect(link.run((client) => client.ping())).rejects.toThrow('did not answer within 200 ms');
  let runs = 0;
  const run = link.run((client) => {
    runs += 1;
    return client.ping();
  });
  await expect(run).rejects.toThrow('Redis is down');
  expect(runs).toBe(0);
  redis.resume();
  await expect.poll(() => link.state, patient).toBe('up');
  await link.close();
});

test.skipIf(!hasRedis)(
  'a cache treats the return of Redis as a purge, since messages may be lost meanwhile',
  async () => {
    await using redis = await startRedis();
    const link = await openLink({ url: redis.url, prefix: 'purged', timeoutMs: 200 });
    const store = await createRedisStore(link, createCacheKeys(Buffer.alloc(32, 7), '1'), 60_000);
    let purges = 0;
    store.onPurge(() => {
      purges += 1;
    });
    await redis.stop();
    await expect.poll(() => link.state, patient).toBe('down');
    expect(purges).toBe(0);
    await redis.start();
    await expect.poll(() => link.state, patient).toBe('up');
    expect(purges).toBe(1);
    await link.close();
  },
);
