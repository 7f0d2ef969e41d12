import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasRedis } from '../../../../test/redis-server.ts';
import { failuresOf, startCallers } from './callers.ts';
import { type Cluster, startCluster, statusOf, until } from './cluster.ts';
import { mostInASecond } from './counting-proxy.ts';
import { hasNginx, startNginx } from './nginx.ts';

// `npm run scale` has the longer forms of these.

const callsOf = ({ portal }: Cluster): number => portal.requests.length;

/** Resolves when the portal has received so many more calls. */
async function untilCalls(cluster: Cluster, more: number): Promise<void> {
  const before = callsOf(cluster);
  await until(() => callsOf(cluster) >= before + more);
}

describe.skipIf(!hasRedis)('gateways with one Redis', () => {
  /** Shared by the tests, in their order: they end with one gateway of two, and without Redis. */
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ gateways: 2 });
  });
  afterAll(() => cluster[Symbol.asyncDispose]());
  beforeEach(() => cluster.portal.reset());

  test.skipIf(!hasNginx)('lose no request when they are restarted one after the other behind nginx', async () => {
    await using nginx = await startNginx(cluster.ports);
    const callers = startCallers({ urlOf: () => nginx.url, callers: 4, atOnce: 2 });
    await untilCalls(cluster, 5);
    for (const index of [0, 1]) {
      await cluster.restart(index, 'SIGTERM');
      await untilCalls(cluster, 10);
    }
    callers.stop();
    const failures = failuresOf(await callers.done);
    expect({ failures, log: failures === 'none' ? '' : nginx.log() }).toEqual({ failures: 'none', log: '' });
    expect(mostInASecond(cluster.portal.requests)).toBeLessThanOrEqual(10);
  });

  test('keep the budget together while one is killed, and no request fails but its own', async () => {
    await cluster.untilShared(2);
    const callers = startCallers({ urlOf: (caller) => cluster.urlOf(caller % 2), callers: 4, atOnce: 2 });
    await untilCalls(cluster, 10);
    cluster.process(1).kill('SIGKILL');
    await untilCalls(cluster, 15);
    callers.stop();
    const results = await callers.done;
    expect(failuresOf(results.filter((_, caller) => caller % 2 === 0))).toBe('none');
    expect(mostInASecond(cluster.portal.requests)).toBeLessThanOrEqual(10);
    expect(cluster.portal.mostInFlight).toBeLessThanOrEqual(2);
  });

  test('say in /readyz and in metrics when Redis is gone, and stay ready', async () => {
    await cluster.redis.stop();
    await until(async () => (await statusOf(cluster.urlOf(0))).shared?.redis === 'down');
    expect(await statusOf(cluster.urlOf(0))).toMatchObject({ status: 'ready', shared: { replicas: 1 } });
    expect(await (await fetch(`${cluster.urlOf(0)}/metrics`)).text()).toContain('gateway_shared_budget_up 0');
    expect(cluster.process(0).output()).toContain('Redis cannot be reached');
  });
});
