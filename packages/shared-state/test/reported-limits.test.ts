import { createClient } from '@redis/client';
import type { SharedNeed, SharedPortal } from '@contacts/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../test/redis-server.ts';
import { createRedisBudget, openLink } from '../src/index.ts';

describe.skipIf(!hasRedis)('limits that the portal reports to one replica', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  let runs = 0;
  const need: SharedNeed = { cost: 1, windows: [{ name: 'key', configured: 300, sent: 0 }] };

  /** Two replicas of one portal that send nothing by themselves. */
  async function two() {
    runs += 1;
    const prefix = `reported-${runs}`;
    const links = await Promise.all([0, 1].map(() => openLink({ url: redis.url, prefix, timeoutMs: 2000 })));
    const replicas = await Promise.all(
      links.map(async (link) => {
        const budget = await createRedisBudget(link, 'http://upstream.example');
        const usage = { inFlight: 0, pageAges: [] };
        let change = Promise.withResolvers<void>();
        const portal = budget.portal({
          name: 'one',
          concurrency: 2,
          perSecond: 10,
          usage: () => usage,
          onChange: () => {
            change.resolve();
            change = Promise.withResolvers();
          },
        });
        return { budget, portal, changed: () => change.promise };
      }),
    );
    const [a, b] = replicas as [(typeof replicas)[0], (typeof replicas)[0]];
    return {
      a,
      b,
      async [Symbol.asyncDispose]() {
        for (const { budget } of replicas) await budget.close();
        for (const link of links) await link.close();
      },
    };
  }

  async function untilFree(portal: SharedPortal, changed: () => Promise<void>, of = need): Promise<void> {
    portal.want([of], 1);
    while (portal.delay(of) > 0) {
      const waitMs = portal.delay(of);
      const waits = Number.isFinite(waitMs) ? new Promise((resolve) => setTimeout(resolve, waitMs)) : changed();
      await waits;
      portal.want(portal.delay(of) > 0 ? [of] : [], 1);
    }
  }

  test('a pause that the portal reports to one replica applies to the other', async () => {
    await using replicas = await two();
    const { a, b } = replicas;
    a.portal.throttled(300, 0);
    await a.changed();
    const begun = performance.now();
    await untilFree(b.portal, b.changed);
    expect(performance.now() - begun).toBeGreaterThan(200);
  });

  test('a lower limit of a key’s minute that is reported to one replica applies to the other', async () => {
    await using replicas = await two();
    const { a, b } = replicas;
    a.portal.learnedWindow('key', 1);
    await a.changed();
    await untilFree(b.portal, b.changed);
    b.portal.take(need);
    a.portal.want([need], 1);
    await a.changed();
    expect(a.portal.delay(need)).toBeGreaterThan(50_000);
  });

  test('a pause of a key that is reported to one replica does not affect other keys', async () => {
    await using replicas = await two();
    const { a, b } = replicas;
    a.portal.pauseWindow('key', 60_000);
    await a.changed();
    const other: SharedNeed = { cost: 1, windows: [{ name: 'other', configured: 300, sent: 0 }] };
    await untilFree(b.portal, b.changed, other);
    b.portal.want([need], 1);
    await b.changed();
    expect(b.portal.delay(need)).toBeGreaterThan(50_000);
  });

  test('a budget stays in the key space of its portal, whatever names look like', async () => {
    await using replicas = await two();
    const { a } = replicas;
    const names = ['*', '{x}', '../..', 'a\r\nFLUSHALL', '\u0000', ':'.repeat(300)].map((name) =>
      a.budget.nameOf(name),
    );
    expect(names.filter((name) => !/^[\w-]{43}$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const windows = names.map((name) => ({ name, configured: 300, sent: 0 }));
    await untilFree(a.portal, a.changed, { cost: 1, windows });
    const client = await createClient({ url: redis.url }).connect();
    const held = await client.keys('*');
    client.destroy();
    const shape = /^reported-\d+:(?:replicas|budget:\{[\w-]{43}\}(?::[\w-]+)?)$/;
    expect(held.filter((name) => !shape.test(name))).toEqual([]);
  });
});
