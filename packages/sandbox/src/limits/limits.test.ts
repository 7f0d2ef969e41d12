import { expect, test } from 'vitest';
import { createManualClock, createSandbox, keys, type Sandbox, type SandboxOptions } from '../index.ts';

// Limits of contract §5, on a clock that the tests move.

interface ApiResponse {
  status: number;
  headers: Headers;
  error: { code: string; message: string; retryAfter?: number } | undefined;
}

function ask(sandbox: Sandbox, query = 'limit=1&select=id', key: string = keys.all): Promise<ApiResponse> {
  return fetch(`${sandbox.url}/v1/contacts?${query}`, { headers: { 'X-Api-Key': key } }).then(async (response) => {
    const { error } = (await response.json()) as Pick<ApiResponse, 'error'>;
    return { status: response.status, headers: response.headers, error };
  });
}

async function timed(options: SandboxOptions) {
  const clock = createManualClock();
  const sandbox = await createSandbox({ clock, ...options });
  return { clock, sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}

test('a key has 300 requests in a sliding minute, and every response has headers about them', async () => {
  await using timing = await timed({ limits: { requestsPerMinute: 3, nativePerSecond: 100 } });
  const { clock, sandbox } = timing;
  const first = await ask(sandbox);
  expect(first.headers.get('x-ratelimit-limit')).toBe('3');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('2');
  expect(first.headers.get('x-ratelimit-reset')).toBe('60');
  await clock.advance(20_000);
  await ask(sandbox);
  await ask(sandbox, 'limit=0');
  const refused = await ask(sandbox);
  expect(refused.status).toBe(429);
  expect(refused.error).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 40 });
  expect(refused.headers.get('retry-after')).toBe('40');
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
  // Another key has its own minute; rejected requests have not counted.
  expect((await ask(sandbox, 'limit=1', keys.crmOnly)).status).toBe(200);
  await clock.advance(40_000);
  expect((await ask(sandbox)).status).toBe(200);
  expect((await ask(sandbox)).status).toBe(429);
});

test('with rateLimitSource "ip" all keys of an address share one limit', async () => {
  await using timing = await timed({ limits: { requestsPerMinute: 1 }, switches: { rateLimitSource: 'ip' } });
  await ask(timing.sandbox);
  expect((await ask(timing.sandbox, 'limit=1', keys.crmOnly)).error?.code).toBe('RATE_LIMITED');
});

test('the eleventh native call in a second is rejected with 429 or 502', async () => {
  await using timing = await timed({});
  const { clock, sandbox } = timing;
  for (let call = 0; call < 10; call += 1) expect((await ask(sandbox)).status).toBe(200);
  const refused = await ask(sandbox);
  expect(refused.error).toMatchObject({ code: 'RATE_LIMITED', message: 'QUERY_LIMIT_EXCEEDED', retryAfter: 2 });
  sandbox.setSwitches({ portalOverflow: 'BITRIX_UNAVAILABLE' });
  const unavailable = await ask(sandbox);
  expect([unavailable.status, unavailable.error?.code]).toEqual([502, 'BITRIX_UNAVAILABLE']);
  await clock.advance(1000);
  expect((await ask(sandbox)).status).toBe(200);
});

test('a page of 500 takes ten times as long as a page of 50', async () => {
  await using timing = await timed({ limits: 'off', latencyMs: 100 });
  const { clock, sandbox } = timing;
  const durations: number[] = [];
  for (const limit of [50, 500]) {
    const start = clock.now();
    await clock.advanceUntil(ask(sandbox, `limit=${limit}&select=id`), 10);
    durations.push(Math.round((clock.now() - start) / 100));
  }
  const [short = 0, long = 0] = durations;
  expect(sandbox.requests.map(({ innerPages }) => innerPages)).toEqual([1, 10]);
  expect(long).toBeGreaterThanOrEqual(short * 8);
});

test('inner pages above the portal rate are delayed, not rejected', async () => {
  await using timing = await timed({});
  const { clock, sandbox } = timing;
  const start = clock.now();
  const answer = await clock.advanceUntil(ask(sandbox, 'limit=5000&select=id'), 50);
  expect(answer.status).toBe(200);
  expect(sandbox.requests[0]?.innerPages).toBe(24);
  expect(clock.now() - start).toBeGreaterThanOrEqual(2000);
});

test('two requests run on a portal at a time, and others get QUEUE_TIMEOUT after 30 s in the queue', async () => {
  await using timing = await timed({ latencyMs: 40_000, limits: { nativePerSecond: 100 } });
  const { clock, sandbox } = timing;
  const start = clock.now();
  const answers = Array.from({ length: 3 }, (_, at) =>
    ask(sandbox, `limit=1&offset=${at}`).then((answer) => ({ ...answer, after: clock.now() - start })),
  );
  while (sandbox.requests.length < 3) await clock.advance(0);
  const all = await clock.advanceUntil(Promise.all(answers), 5000);
  const refused = all.filter(({ status }) => status === 504);
  expect(all.filter(({ status }) => status === 200)).toHaveLength(2);
  expect(refused).toHaveLength(1);
  expect(refused[0]?.error).toMatchObject({ code: 'QUEUE_TIMEOUT', retryAfter: 10 });
  expect(refused[0]?.headers.get('retry-after')).toBe('10');
  expect(refused[0]?.after).toBeLessThan(40_000);
});

test('a client that disconnects leaves the queue', async () => {
  await using timing = await timed({ latencyMs: 1000, limits: { concurrent: 1, nativePerSecond: 100 } });
  const { clock, sandbox } = timing;
  const first = ask(sandbox);
  while (sandbox.requests.length < 1) await clock.advance(0);
  const controller = new AbortController();
  const gone = fetch(`${sandbox.url}/v1/contacts?limit=2`, {
    headers: { 'X-Api-Key': keys.all },
    signal: controller.signal,
  });
  while (sandbox.requests.length < 2) await clock.advance(0);
  controller.abort();
  await expect(gone).rejects.toThrow('aborted');
  const last = ask(sandbox, 'limit=3');
  const [one, three] = await clock.advanceUntil(Promise.all([first, last]), 500);
  expect([one.status, three.status]).toEqual([200, 200]);
});

test('identical failing calls are blocked, except for probes', async () => {
  await using timing = await timed({ limits: { errorLoopAfter: 3, nativePerSecond: 1000, requestsPerMinute: 1000 } });
  const { clock, sandbox } = timing;
  const failing = async (id = 999_999) => {
    const response = await fetch(`${sandbox.url}/v1/contacts/${id}`, { headers: { 'X-Api-Key': keys.all } });
    return ((await response.json()) as { error: { code: string } }).error.code;
  };
  expect([await failing(), await failing(), await failing()]).toEqual(Array(3).fill('ENTITY_NOT_FOUND'));
  expect(await failing()).toBe('ERROR_LOOP_DETECTED');
  expect(await failing(999_998)).toBe('ENTITY_NOT_FOUND');
  const more: string[] = [];
  for (let call = 2; call <= 50; call += 1) more.push(await failing());
  expect(more.indexOf('ENTITY_NOT_FOUND')).toBe(48);
  await clock.advance(60_000);
  expect(await failing()).toBe('ENTITY_NOT_FOUND');
});

test('a batch of 120 rows costs three units, and a batch of calls one', async () => {
  await using timing = await timed({ limits: { nativePerSecond: 100 } });
  const post = async (path: string, body: unknown) => {
    const headers = { 'X-Api-Key': keys.all, 'Content-Type': 'application/json' };
    const response = await fetch(`${timing.sandbox.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return Number(response.headers.get('x-ratelimit-remaining'));
  };
  expect(
    await post('/v1/contacts/batch', { action: 'delete', ids: Array.from({ length: 120 }, (_, id) => id + 1) }),
  ).toBe(297);
  const calls = Array.from({ length: 50 }, () => ({ entity: 'contacts', action: 'get', entityId: 17 }));
  expect(await post('/v1/batch', { calls })).toBe(296);
});

test('a session ends after 24 hours', async () => {
  await using timing = await timed({ limits: 'off' });
  const { clock, sandbox } = timing;
  const headers = { 'X-Api-Key': keys.app, Authorization: 'Bearer vibe_session_one' };
  const status = async () => (await fetch(`${sandbox.url}/v1/contacts?limit=1`, { headers })).status;
  expect(await status()).toBe(200);
  await clock.advance(24 * 3_600_000 + 1);
  expect(await status()).toBe(401);
  sandbox.reset();
  expect(await status()).toBe(200);
});

test('searches may have a lower limit of their own, and count for both limits', async () => {
  await using timing = await timed({ limits: { searchesPerMinute: 2, requestsPerMinute: 4, nativePerSecond: 100 } });
  const { clock, sandbox } = timing;
  const search = async () => {
    const headers = { 'X-Api-Key': keys.all, 'Content-Type': 'application/json' };
    const response = await fetch(`${sandbox.url}/v1/contacts/search`, { method: 'POST', headers, body: '{"limit":1}' });
    return [response.status, response.headers.get('x-ratelimit-limit'), response.headers.get('x-ratelimit-remaining')];
  };
  expect([await search(), await search(), await search()]).toEqual([
    [200, '2', '1'],
    [200, '2', '0'],
    [429, '2', '0'],
  ]);
  expect((await ask(sandbox)).headers.get('x-ratelimit-remaining')).toBe('1');
  await clock.advance(60_000);
  expect((await search())[0]).toBe(200);
});

test('the leaky bucket of Bitrix24, if it is on, overflows within one long list too', async () => {
  await using timing = await timed({ limits: { leakyBucket: 20, nativePerSecond: 1000 } });
  const { clock, sandbox } = timing;
  expect((await ask(sandbox, 'limit=500&select=id')).status).toBe(200);
  expect((await ask(sandbox, 'limit=1000&select=id')).error?.message).toBe('QUERY_LIMIT_EXCEEDED');
  await clock.advance(10_000);
  expect((await ask(sandbox, 'limit=950&select=id')).status).toBe(200);
});
