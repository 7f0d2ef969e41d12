import { setImmediate as nextTurn } from 'node:timers/promises';
import { Dispatcher } from 'undici';
import { describe, expect, test, vi } from 'vitest';
import { type HttpUpstream, sendJson, startHttpUpstream, success } from '../../test/http-upstream.ts';
import { startSilentUpstream } from '../../test/silent-upstream.ts';
import type { CallerPool } from './caller-pool.ts';
import { type ConnectionOwner, createConnectionPools, type ConnectionPools } from './connection-pools.ts';
import type { Credentials } from '../credentials.ts';
import { Callers } from './pipeline/callers.ts';

interface Started extends AsyncDisposable {
  readonly server: HttpUpstream;
  readonly pools: ConnectionPools;
  readonly callers: Callers;
}

async function start(): Promise<Started> {
  const server = await startHttpUpstream((_, response) => sendJson(response, success([])));
  const pools = createConnectionPools({ origin: server.url, connectTimeoutMs: 1000 });
  return {
    server,
    pools,
    callers: new Callers(),
    async [Symbol.asyncDispose]() {
      await pools.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Sends a request over the connections of a caller, and reads the answer to its end. */
async function request(pool: CallerPool, caller = ''): Promise<void> {
  const { body } = await new OverPool(pool).request({ method: 'GET', path: '/', headers: { 'x-caller': caller } });
  await body.dump();
}

/** The methods of undici for requests. */
class OverPool extends Dispatcher {
  readonly #pool: CallerPool;

  constructor(pool: CallerPool) {
    super();
    this.#pool = pool;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.#pool.dispatch(options, handler);
  }
}

function call({ pools, callers }: Started, credentials: Credentials): Promise<void> {
  return request(pools.of(callers.of(credentials)), JSON.stringify(credentials));
}

describe('two callers', () => {
  test.each<[string, Credentials, Credentials]>([
    ['with two keys', { apiKey: 'a' }, { apiKey: 'b' }],
    [
      'with two sessions of one app',
      { apiKey: 'a', authorization: 'Bearer 1' },
      { apiKey: 'a', authorization: 'Bearer 2' },
    ],
    ['with and without a session', { apiKey: 'a' }, { apiKey: 'a', authorization: 'Bearer 1' }],
    ['whose headers join to one text', { apiKey: 'a', authorization: 'b c' }, { apiKey: 'a b', authorization: 'c' }],
  ])('%s never share a connection', async (_, one, other) => {
    await using started = await start();
    for (let round = 0; round < 3; round += 1)
      await Promise.all([one, other, one, other].map((credentials) => call(started, credentials)));
    const callersOf = Map.groupBy(started.server.received, ({ remotePort }) => remotePort);
    const shared = [...callersOf.values()].filter(
      (all) => new Set(all.map(({ headers }) => headers['x-caller'])).size > 1,
    );
    expect(shared).toEqual([]);
    expect(started.server.received).toHaveLength(12);
  });
});

test('one caller keeps a connection from call to call', async () => {
  await using started = await start();
  for (let round = 0; round < 10; round += 1) await call(started, { apiKey: 'a' });
  // A second one, if a call begins in the moment in which the first connection becomes free again.
  expect(started.server.sockets()).toBeLessThanOrEqual(2);
});

test('one caller has few connections, however many calls it makes at a time', async () => {
  await using started = await start();
  await Promise.all(Array.from({ length: 40 }, () => call(started, { apiKey: 'a' })));
  expect(started.server.received).toHaveLength(40);
  expect(started.server.sockets()).toBeLessThanOrEqual(4);
});

test('a caller that makes one call at a time, and several at another, keeps its connections', async () => {
  await using started = await start();
  const several = () => Promise.all(Array.from({ length: 8 }, () => call(started, { apiKey: 'a' })));
  await call(started, { apiKey: 'a' });
  await several();
  await call(started, { apiKey: 'a' });
  await several();
  expect(started.server.received).toHaveLength(18);
  expect(started.server.sockets()).toBeLessThanOrEqual(4);
});

test('closing the connections of a caller lets calls in flight finish, and rejects further ones', async () => {
  await using started = await start();
  const pool = started.pools.of(started.callers.of({ apiKey: 'a' }));
  const calls = Array.from({ length: 6 }, () => call(started, { apiKey: 'a' }));
  await Promise.all([started.pools.close(), ...calls]);
  expect(started.server.received).toHaveLength(6);
  expect(pool.closed).toBe(true);
  await expect(request(pool)).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' });
});

test('TLS offers HTTP/1.1 only: with HTTP/2 a caller would have one connection for everything', async () => {
  await using server = await startSilentUpstream('https');
  const pools = createConnectionPools({ origin: server.url, connectTimeoutMs: 1000 });
  const asked = request(pools.anonymous());
  const hello = await server.received();
  // The extension "application_layer_protocol_negotiation" (RFC 7301) with one name in it.
  const onlyHttp1 = Buffer.from('\x00\x10\x00\x0b\x00\x09\x08http/1.1', 'latin1');
  expect(hello.includes(onlyHttp1)).toBe(true);
  server.hangUp();
  await expect(asked).rejects.toMatchObject({ name: 'Error' });
  await pools.close();
});

test('a connection that is not made in time is given up, long before the default of undici', async () => {
  await using server = await startSilentUpstream('https');
  const pools = createConnectionPools({ origin: server.url, connectTimeoutMs: 20 });
  await expect(request(pools.anonymous())).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  await pools.close();
}, 8000);

test('an idle connection is closed after half a minute, however long the upstream says that it keeps it', async () => {
  const headers = { connection: 'keep-alive', 'keep-alive': 'timeout=600' };
  await using server = await startHttpUpstream((_, response) => sendJson(response, success([]), 200, headers));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const pools = createConnectionPools({ origin: server.url, connectTimeoutMs: 1000 });
    await request(pools.anonymous());
    await vi.advanceTimersByTimeAsync(29_000);
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(server.openSockets()).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    while (server.openSockets() > 0) await nextTurn();
    await pools.close();
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['https', 2000],
  ['http', 10_000],
])('with %s, callers beyond %d evict the one that called longest ago', async (scheme, most) => {
  const pools = createConnectionPools({ origin: `${scheme}://127.0.0.1:9`, connectTimeoutMs: 1000 });
  const owners = Array.from({ length: most + 1 }, () => ({ connections: undefined }));
  const poolOf = (index: number) => pools.of(owners[index] ?? { connections: undefined });
  const [first, second] = [poolOf(0), poolOf(1)];
  for (let index = 2; index < most; index += 1) poolOf(index);
  expect(poolOf(0)).toBe(first);
  poolOf(most);
  expect(poolOf(0)).toBe(first);
  expect(poolOf(1)).not.toBe(second);
  expect(second.closed).toBe(true);
  await pools.close();
});

test('an evicted caller loses its idle connection at once, and its busy ones when their calls have ended', async () => {
  const answers: (() => void)[] = [];
  await using server = await startHttpUpstream(({ headers }, response) => {
    const answer = (): void => sendJson(response, success([]));
    if (headers['x-caller'] === 'busy') answers.push(answer);
    else answer();
  });
  const pools = createConnectionPools({ origin: server.url, connectTimeoutMs: 1000 });
  const callers = new Callers();
  const ask = async (apiKey: string) => {
    const pool = pools.of(callers.of({ apiKey }));
    await request(pool, apiKey);
    return pool;
  };
  const idle = await ask('idle');
  const busy = [ask('busy'), ask('busy')];
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  expect(server.openSockets()).toBe(3);
  for (let index = 0; index < 10_000; index += 1) pools.of({ connections: undefined });
  await vi.waitFor(() => expect(server.openSockets()).toBe(2));
  for (const answer of answers) answer();
  for (const pool of await Promise.all(busy)) expect(pool.closed).toBe(true);
  await expect(request(idle)).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' });
  await pools.close();
});

test('pools that no caller uses any more are closed', async () => {
  vi.useFakeTimers();
  try {
    const pools = createConnectionPools({ origin: 'http://127.0.0.1:9', connectTimeoutMs: 1000 });
    const owner: ConnectionOwner = { connections: undefined };
    const idle = pools.of({ connections: undefined });
    const busy = pools.of(owner);
    for (let index = 0; index < 10; index += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      pools.of(owner);
    }
    expect(pools.size()).toBe(1);
    expect([idle.closed, busy.closed]).toEqual([true, false]);
    await pools.close();
  } finally {
    vi.useRealTimers();
  }
});
