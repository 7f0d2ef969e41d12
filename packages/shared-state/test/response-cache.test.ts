import { createClient } from '@redis/client';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../test/redis-server.ts';
import {
  type CacheIdentity,
  type CacheOutcome,
  createCacheKeys,
  createMemoryStore,
  createRedisStore,
  createResponseCache,
  type Link,
  openLink,
  type ResponseCache,
} from '../src/index.ts';

const SECRET = Buffer.alloc(32, 7);
const never = new AbortController().signal;

const identity = (apiKey: string, id: number, more: Partial<CacheIdentity> = {}): CacheIdentity => ({
  credentials: { apiKey },
  document: 'query($id: ID!) { contact(id: $id) { name } }',
  operationName: null,
  variables: { id },
  ...more,
});

interface Run {
  data: string;
  contactIds?: readonly number[];
  fails?: boolean;
  /** Resolves when the read may end. */
  until?: Promise<unknown>;
}

/** Reads through a cache; counts the reads that reach the upstream. */
function reader(cache: ResponseCache) {
  let reads = 0;
  return {
    reads: () => reads,
    read: async (of: CacheIdentity, { data, contactIds = [1], fails = false, until }: Run, signal = never) => {
      const { result } = await cache.through<string>(of, signal, {
        run: async () => {
          reads += 1;
          await until;
          return data;
        },
        toCacheable: (text) => (fails ? undefined : { data: text, contactIds }),
        fromData: (text) => text,
      });
      return result;
    },
  };
}

describe.skipIf(!hasRedis)('answers that replicas keep in Redis', () => {
  let redis: RedisServer;
  let links: Link[];
  let prefix = '';
  let run = 0;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());
  beforeEach(() => {
    run += 1;
    prefix = `cache-${run}`;
    links = [];
    return async () => {
      for (const link of links) await link.close();
    };
  });

  async function replica(options: { ttlMs?: number; secret?: Buffer; version?: string } = {}) {
    const { ttlMs = 60_000, secret = SECRET, version = '1' } = options;
    const link = await openLink({ url: redis.url, prefix, timeoutMs: 2000 });
    links.push(link);
    const keys = createCacheKeys(secret, version);
    const outcomes: CacheOutcome[] = [];
    const store = await createRedisStore(link, keys, ttlMs);
    const cache = createResponseCache({ store, keys, ttlMs, onOutcome: (outcome) => outcomes.push(outcome) });
    return { cache, outcomes, ...reader(cache) };
  }

  /** All that Redis holds of the cache, keys and values. */
  async function dump(): Promise<{ readonly names: readonly string[]; readonly text: string }> {
    const client = await createClient({ url: redis.url }).connect();
    const names = await client.keys(`${prefix}:*`);
    const values = await Promise.all(
      names.map(async (name) => ((await client.type(name)) === 'string' ? client.get(name) : '')),
    );
    client.destroy();
    return { names, text: `${names.join('\n')}\n${values.join('\n')}` };
  }

  /** The milliseconds after which Redis forgets each answer. */
  async function timesLeft(): Promise<readonly number[]> {
    const client = await createClient({ url: redis.url }).connect();
    const names = await client.keys(`${prefix}:cache:*`);
    const types = await Promise.all(names.map((name) => client.type(name)));
    const left = await Promise.all(
      names.filter((_, index) => types[index] === 'string').map((name) => client.pTTL(name)),
    );
    client.destroy();
    return left;
  }

  test('are hits for the other replica, for the same credential only', async () => {
    const [a, b] = [await replica(), await replica()];
    expect(await a.read(identity('one', 1), { data: '"first"' })).toBe('"first"');
    expect(await b.read(identity('one', 1), { data: '"second"' })).toBe('"first"');
    expect(await b.read(identity('two', 1), { data: '"third"' })).toBe('"third"');
    const session = { credentials: { apiKey: 'one', authorization: 'Bearer x' } };
    expect(await b.read(identity('one', 1, session), { data: '"fourth"' })).toBe('"fourth"');
    expect([a.outcomes, b.outcomes]).toEqual([['miss'], ['hit', 'miss', 'miss']]);
  });

  test.each([
    ['the variables', identity('one', 2)],
    ['the document', identity('one', 1, { document: '{ me }' })],
    ['the name of the operation', identity('one', 1, { operationName: 'A' })],
  ])('are misses where %s differ', async (_, other) => {
    const a = await replica();
    await a.read(identity('one', 1), { data: '1' });
    expect(await a.read(other, { data: '2' })).toBe('2');
  });

  test('are misses for another version of the program, and for another secret', async () => {
    const a = await replica();
    await a.read(identity('one', 1), { data: '1' });
    expect(await (await replica({ version: '2' })).read(identity('one', 1), { data: '2' })).toBe('2');
    expect(await (await replica({ secret: Buffer.alloc(32, 8) })).read(identity('one', 1), { data: '3' })).toBe('3');
  });

  test('reveal neither data nor operation nor caller in Redis', async () => {
    const a = await replica();
    await a.read(identity('vibe_api_secret', 42), { data: '{"name":"Ann Example"}' });
    const { names, text } = await dump();
    expect(names.length).toBeGreaterThan(0);
    for (const word of ['Ann', 'Example', 'contact(', 'vibe_api_secret']) expect(text).not.toContain(word);
  });

  test('stay in their key space, whatever a credential looks like', async () => {
    const a = await replica();
    const hostile = ['*', '{x}:budget', '../..', 'a\r\nDEL b', `${prefix}:purges`, '\u0000', ':'.repeat(300)];
    for (const apiKey of hostile) await a.read(identity(apiKey, 1), { data: '1' });
    const { names } = await dump();
    const shape = /^cache-\d+:(?:replicas|cache:[\w-]{43}:[\w-]{43}(?::lock|:waiters)?)$/;
    expect(names.filter((name) => !shape.test(name))).toEqual([]);
  });

  test('are read once, however many requests of both replicas ask at the same time', async () => {
    const [a, b] = [await replica(), await replica()];
    const { promise, resolve } = Promise.withResolvers<void>();
    const all = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? a : b).read(identity('one', 1), { data: `${index}`, until: promise }),
    );
    await expect.poll(() => a.reads() + b.reads()).toBe(1);
    resolve();
    expect(new Set(await Promise.all(all)).size).toBe(1);
    expect(a.reads() + b.reads()).toBe(1);
  });

  test('are read by all who wait where the first read fails', async () => {
    const [a, b] = [await replica(), await replica()];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = a.read(identity('one', 1), { data: 'failed', fails: true, until: promise });
    await expect.poll(() => a.reads()).toBe(1);
    const second = b.read(identity('one', 1), { data: 'own' });
    resolve();
    expect([await first, await second]).toEqual(['failed', 'own']);
  });

  test('are read by another replica where the one that read them is gone', async () => {
    const a = await replica();
    const { credential, operation } = createCacheKeys(SECRET, '1').keyOf(identity('one', 1));
    const client = await createClient({ url: redis.url }).connect();
    await client.set(`${prefix}:cache:${credential}:${operation}:lock`, 'gone', { PX: 100 });
    client.destroy();
    expect(await a.read(identity('one', 1), { data: 'own' })).toBe('own');
  });

  test('do not hold a request that is aborted while another replica reads', async () => {
    const [a, b] = [await replica(), await replica()];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = a.read(identity('one', 1), { data: '1', until: promise });
    await expect.poll(() => a.reads()).toBe(1);
    const leaving = new AbortController();
    const second = b.read(identity('one', 1), { data: '2' }, leaving.signal);
    leaving.abort();
    expect(await second).toBe('2');
    resolve();
    await first;
  });

  test('are forgotten after their time', async () => {
    const a = await replica({ ttlMs: 300 });
    await a.read(identity('one', 1), { data: 'old' });
    await expect.poll(() => a.read(identity('one', 1), { data: 'new' }), { interval: 20 }).toBe('new');
  });

  test('have a time that begins with the read', async () => {
    const ttlMs = 20_000;
    const a = await replica({ ttlMs });
    const { promise, resolve } = Promise.withResolvers<void>();
    const read = a.read(identity('one', 1), { data: 'old', until: promise });
    await expect.poll(() => a.reads()).toBe(1);
    await new Promise((done) => setTimeout(done, 200));
    resolve();
    await read;
    // Of the clock of Redis: on a busy machine less is left, never more. A timer may be a millisecond early.
    expect(Math.max(...(await timesLeft()))).toBeLessThanOrEqual(ttlMs - 199);
  });

  test('are purged by contact, on all replicas and for all credentials', async () => {
    const [a, b] = [await replica(), await replica()];
    await a.read(identity('one', 1), { data: 'one', contactIds: [1, 2] });
    await a.read(identity('two', 1), { data: 'two', contactIds: [2] });
    await a.read(identity('one', 3), { data: 'three', contactIds: [3] });
    expect(await b.cache.purge({ contactIds: [2], credentials: [] })).toBe(2);
    const reads = [identity('one', 1), identity('two', 1), identity('one', 3)].map((of) => a.read(of, { data: 'new' }));
    expect(await Promise.all(reads)).toEqual(['new', 'new', 'three']);
  });

  test('are purged by credential', async () => {
    const a = await replica();
    for (const apiKey of ['one', 'two']) await a.read(identity(apiKey, 1), { data: apiKey });
    expect(await a.cache.purge({ contactIds: [], credentials: [{ apiKey: 'one' }] })).toBe(1);
    expect(await a.read(identity('one', 1), { data: 'new' })).toBe('new');
    expect(await a.read(identity('two', 1), { data: 'new' })).toBe('two');
  });

  test('are not kept where a purge comes while they are read', async () => {
    const [a, b] = [await replica(), await replica()];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = a.read(identity('one', 1), { data: 'old', until: promise });
    await expect.poll(() => a.reads()).toBe(1);
    await b.cache.purge({ contactIds: [1], credentials: [] });
    resolve();
    expect(await first).toBe('old');
    expect(await b.read(identity('one', 1), { data: 'new' })).toBe('new');
  });

  test('are read from the upstream while Redis is gone', async () => {
    await using own = await startRedis();
    const link = await openLink({ url: own.url, prefix, timeoutMs: 200 });
    links.push(link);
    const keys = createCacheKeys(SECRET, '1');
    const cache = createResponseCache({ store: await createRedisStore(link, keys, 60_000), keys, ttlMs: 60_000 });
    const a = reader(cache);
    await a.read(identity('one', 1), { data: '1' });
    await own.stop();
    expect(await a.read(identity('one', 1), { data: '2' })).toBe('2');
    await expect(cache.purge({ contactIds: [1], credentials: [] })).rejects.toThrow('Redis is down');
  });

  test('hold no lock after their read, where it lapsed and was taken again meanwhile', async () => {
    const link = await openLink({ url: redis.url, prefix, timeoutMs: 2000 });
    links.push(link);
    const keys = createCacheKeys(SECRET, '1');
    const store = await createRedisStore(link, keys, 60_000);
    const key = keys.keyOf(identity('one', 1));
    const starting = vi.spyOn(globalThis, 'setInterval');
    const stopping = vi.spyOn(globalThis, 'clearInterval');
    for (let times = 0; times < 2; times += 1) {
      expect(await store.look(key)).toMatchObject({ kind: 'lead' });
      await link.run((client) => client.del(`${prefix}:cache:${key.credential}:${key.operation}:lock`));
    }
    await store.release(key);
    const stopped = new Set(stopping.mock.calls.map(([timer]) => timer));
    expect(starting.mock.results.filter(({ value }) => !stopped.has(value as NodeJS.Timeout))).toEqual([]);
    expect(starting).toHaveBeenCalledTimes(2);
    vi.restoreAllMocks();
  });

  test('never reach another credential in 10,000 interleaved reads over two replicas', async () => {
    const replicas = [await replica({ ttlMs: 50 }), await replica({ ttlMs: 50 })];
    const step = fc.record({ at: fc.nat(1), who: fc.nat(4), id: fc.nat(3), session: fc.nat(2) });
    const mixed: string[] = [];
    for (const steps of fc.sample(fc.array(step, { minLength: 500, maxLength: 500 }), { numRuns: 20, seed: 17 })) {
      await Promise.all(
        steps.map(async ({ at, who, id, session }) => {
          const authorization = session === 0 ? undefined : `Bearer ${session}`;
          const credentials = { apiKey: `key ${who}`, ...(authorization === undefined ? {} : { authorization }) };
          const own = JSON.stringify([credentials, id]);
          const got = await replicas[at]?.read({ ...identity('', id), credentials }, { data: own, contactIds: [id] });
          if (got !== own) mixed.push(`${own} got ${got}`);
        }),
      );
    }
    expect(mixed).toEqual([]);
    const outcomes = replicas.flatMap(({ outcomes: of }) => of);
    expect(outcomes).toHaveLength(10_000);
    expect(outcomes.filter((outcome) => outcome === 'hit').length).toBeGreaterThan(100);
  });
});

test('answers in memory are hits until they are purged or their time is over', async () => {
  const keys = createCacheKeys(SECRET, '1');
  const cache = createResponseCache({ store: createMemoryStore(60_000, 1_000_000), keys, ttlMs: 60_000 });
  const a = reader(cache);
  await a.read(identity('one', 1), { data: 'old' });
  expect(await a.read(identity('one', 1), { data: 'new' })).toBe('old');
  expect(await cache.purge({ contactIds: [1], credentials: [] })).toBe(1);
  expect(await a.read(identity('one', 1), { data: 'new' })).toBe('new');
});
