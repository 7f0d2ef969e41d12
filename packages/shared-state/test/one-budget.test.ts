import { createSandbox, keys, type Sandbox, type SandboxOptions } from '@contacts/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../test/redis-server.ts';
import { createRedisBudget, openLink } from '../src/index.ts';
import { holdAllSlots } from './hold-all-slots.ts';
import { type Load, load, mostInAnySecond } from './load.ts';
import { type Replica, startReplica } from './replica.ts';

describe.skipIf(!hasRedis)('replicas that share one budget', { concurrent: true }, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  let runs = 0;
  /** Starts replicas of their own portal, with a sandbox that has no limits: it only counts. */
  async function start(
    count: number,
    options: Partial<Parameters<typeof startReplica>[0]> = {},
    limits: NonNullable<SandboxOptions['limits']> = 'off',
  ) {
    runs += 1;
    const prefix = `test-${runs}`;
    const sandbox = await createSandbox({ limits, latencyMs: 20 });
    const replicas = await Promise.all(
      Array.from({ length: count }, () =>
        startReplica({ redisUrl: redis.url, upstreamUrl: sandbox.url, prefix, ...options }),
      ),
    );
    return {
      sandbox,
      replicas,
      prefix,
      async [Symbol.asyncDispose]() {
        for (const replica of replicas) await replica[Symbol.asyncDispose]();
        await sandbox.close();
      },
    };
  }

  const commandsOf = (replicas: readonly Replica[]): number =>
    replicas.reduce((sum, replica) => sum + replica.commands(), 0);
  const callsOf = ({ requests }: Sandbox): number => requests.length;

  test('send no more than the budget in any second, serve all callers alike, and ask Redis about once a call', async () => {
    await using running = await start(3);
    const { replicas, sandbox } = running;
    const loads: Load[] = replicas.flatMap((replica) =>
      [keys.all, keys.readOnly, keys.crmOnly].map((apiKey) =>
        load(replica.upstream, { apiKey, atOnce: 4, forMs: 2500 }),
      ),
    );
    const results = await Promise.all(loads.map(({ done }) => done));
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    expect(mostInAnySecond(sandbox)).toBeLessThanOrEqual(10);
    expect(Math.min(...results.map(({ answered }) => answered))).toBeGreaterThanOrEqual(2);
    expect(commandsOf(replicas)).toBeLessThanOrEqual(1.5 * callsOf(sandbox));
  });

  test('send no more than the budget while bursts come and go at each of them', async () => {
    await using running = await start(3);
    const until = performance.now() + 5000;
    const errors: string[] = [];
    const burst = async (replica: Replica, seed: number): Promise<void> => {
      for (let count = seed; performance.now() < until; count += 1) {
        const apiKeys = [keys.all, keys.readOnly, keys.crmOnly].slice(0, 1 + (count % 3));
        const bursts = apiKeys.map((apiKey) =>
          load(replica.upstream, { apiKey, atOnce: 1 + (count % 2), forMs: 150 * (count % 6) }),
        );
        errors.push(...(await Promise.all(bursts.map(({ done }) => done))).flatMap((result) => result.errors));
        await new Promise((resolve) => {
          setTimeout(resolve, 170 * (count % 5));
        });
      }
    };
    await Promise.all(running.replicas.map((replica, index) => burst(replica, index * 2)));
    expect(errors).toEqual([]);
    expect(mostInAnySecond(running.sandbox)).toBeLessThanOrEqual(10);
  });

  test('have the permits of a replica that died back within 5 s', async () => {
    await using running = await start(1, { pace: { perSecond: 1000, keyPerMinute: Number.POSITIVE_INFINITY } });
    const [replica] = running.replicas as [Replica];
    const link = await openLink({ url: redis.url, prefix: running.prefix, timeoutMs: 500 });
    const dead = await createRedisBudget(link, running.sandbox.url);
    await holdAllSlots(dead);
    // Without a word to the others: nothing is given back.
    await link.close();
    const begun = performance.now();
    const { errors } = await load(replica.upstream, { apiKey: keys.all, atOnce: 2, forMs: 1 }).done;
    expect(errors).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test('serve all callers alike where one replica has more of them', async () => {
    await using running = await start(2);
    const [a, b] = running.replicas as [Replica, Replica];
    const callers = [a, a, a, b].map((replica, index) => ({ replica, apiKey: keys.all, session: `${index}` }));
    const loads = callers.map(({ replica, apiKey, session }) =>
      load(replica.upstream, { apiKey, session, atOnce: 3, forMs: 4000 }),
    );
    const answered = (await Promise.all(loads.map(({ done }) => done))).map((result) => result.answered);
    // Each replica the half would give the caller of the second three times as much as the others.
    expect(Math.max(...answered)).toBeLessThan(2 * Math.min(...answered));
  });

  test('let one replica alone use the whole budget, almost without asking Redis', async () => {
    await using running = await start(2);
    const [replica] = running.replicas as [Replica];
    const result = await load(replica.upstream, { apiKey: keys.all, atOnce: 1, forMs: 2500 }).done;
    expect(result.errors).toEqual([]);
    expect(mostInAnySecond(running.sandbox)).toBe(10);
    expect(commandsOf(running.replicas)).toBeLessThanOrEqual(callsOf(running.sandbox) / 2);
  });

  test('ask Redis once for a request where the portal was idle', async () => {
    // With limits, the first answer tells what the key's is.
    await using running = await start(1, {}, {});
    const [replica] = running.replicas as [Replica];
    await load(replica.upstream, { apiKey: keys.all, atOnce: 1, forMs: 1 }).done;
    expect([callsOf(running.sandbox), commandsOf(running.replicas)]).toEqual([1, 1]);
  });

  test('never have more requests in flight than the portal takes', async () => {
    await using running = await start(3, { pace: { perSecond: 1000, concurrency: 2 } });
    const loads = running.replicas.map((replica) =>
      load(replica.upstream, { apiKey: keys.all, atOnce: 5, forMs: 800 }),
    );
    const results = await Promise.all(loads.map(({ done }) => done));
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    expect(running.sandbox.requests.length).toBeGreaterThan(20);
    // The sandbox takes 20 ms for each: two at a time are at most 100 a second, and the requests of the edges.
    expect(mostInAnySecond(running.sandbox)).toBeLessThanOrEqual(102);
  });
});
