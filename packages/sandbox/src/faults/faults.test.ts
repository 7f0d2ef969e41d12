import { expect, test } from 'vitest';
import { createManualClock, createSandbox, keys, type Fault, type Sandbox } from '../index.ts';

const headers = { 'X-Api-Key': keys.all };
const path = '/v1/contacts?limit=2&select=id';

function ask(sandbox: Sandbox, url = path): Promise<Response> {
  return fetch(`${sandbox.url}${url}`, { headers });
}

async function withFault(effect: Fault['effect'], more: Omit<Fault, 'effect'> = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ limits: 'off' });
  sandbox.setFaults([{ effect, ...more }]);
  return sandbox;
}

test('the fault html sends the page of a proxy', async () => {
  await using sandbox = await withFault({ kind: 'html', status: 502 });
  const response = await ask(sandbox);
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(await response.text()).toContain('<html>');
});

test('the fault error sends any code, with Retry-After', async () => {
  await using sandbox = await withFault({
    kind: 'error',
    status: 503,
    code: 'QUEUE_OVERFLOW',
    retryAfter: 7,
    hint: 'later',
  });
  const response = await ask(sandbox);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
  expect(await response.json()).toEqual({
    success: false,
    error: { code: 'QUEUE_OVERFLOW', message: 'QUEUE_OVERFLOW', hint: 'later', retryAfter: 7 },
  });
});

test('the fault falseSuccess sends an error with status 200', async () => {
  await using sandbox = await withFault({ kind: 'falseSuccess', code: 'BITRIX_ERROR' });
  const response = await ask(sandbox);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ success: false, error: { code: 'BITRIX_ERROR' } });
});

test('the fault empty sends no body', async () => {
  await using sandbox = await withFault({ kind: 'empty' });
  const response = await ask(sandbox);
  expect([response.status, await response.text()]).toEqual([200, '']);
});

test('the fault truncated sends a complete response with half of the JSON', async () => {
  await using sandbox = await withFault({ kind: 'truncated' });
  const text = await (await ask(sandbox)).text();
  expect(text.startsWith('{"success":true')).toBe(true);
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
});

test('the fault wrongContentType sends the right JSON as text/plain', async () => {
  await using sandbox = await withFault({ kind: 'wrongContentType' });
  const response = await ask(sandbox);
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.json()).toMatchObject({ success: true });
});

test('the fault oversized sends the given number of bytes', async () => {
  await using sandbox = await withFault({ kind: 'oversized', bytes: 3_000_000 });
  const text = await (await ask(sandbox)).text();
  expect(text.length).toBeGreaterThan(3_000_000);
  expect(JSON.parse(text)).toMatchObject({ success: true });
});

test('the fault resetBefore sends no response', async () => {
  await using sandbox = await withFault({ kind: 'resetBefore' });
  await expect(ask(sandbox)).rejects.toThrow('fetch failed');
  expect(sandbox.requests[0]?.status).toBe(0);
});

test('the fault resetWithin sends headers and half a body, and resets the connection', async () => {
  await using sandbox = await withFault({ kind: 'resetWithin' });
  const body = ask(sandbox).then((response) => response.text());
  await expect(body).rejects.toThrow(/terminated|fetch failed/);
});

test('the fault hang sends nothing until the client aborts', async () => {
  await using sandbox = await withFault({ kind: 'hang' });
  const controller = new AbortController();
  const hanging = fetch(`${sandbox.url}${path}`, { headers, signal: controller.signal });
  while (sandbox.requests.length === 0) await new Promise(setImmediate);
  controller.abort();
  await expect(hanging).rejects.toThrow('aborted');
});

test('the fault latency delays the response by the clock, and combines with another fault', async () => {
  const clock = createManualClock();
  await using sandbox = await createSandbox({ limits: 'off', clock });
  sandbox.setFaults([
    { effect: { kind: 'latency', ms: 900 } },
    { effect: { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } },
  ]);
  let answered = false;
  const response = ask(sandbox).finally(() => {
    answered = true;
  });
  while (clock.pending === 0) await new Promise(setImmediate);
  expect(answered).toBe(false);
  await clock.advance(900);
  expect((await response).status).toBe(500);
});

test('the fault trickle sends the right response in small chunks', async () => {
  const clock = createManualClock();
  await using sandbox = await createSandbox({ limits: 'off', clock });
  sandbox.setFaults([{ effect: { kind: 'trickle', bytes: 10, everyMs: 50 } }]);
  const start = clock.now();
  const body = await clock.advanceUntil(
    ask(sandbox).then((response) => response.json()),
    50,
  );
  expect(body).toMatchObject({ success: true, data: [{ id: 1 }, { id: 2 }] });
  expect(clock.now() - start).toBeGreaterThanOrEqual(250);
});

test('match limits a fault by method, path, query and credential, skip and times by number', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const effect = { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } as const;
  const match = { method: 'get', path: '/v1/contacts*', query: 'filter[id]=17', credential: keys.all };
  sandbox.setFaults([{ match, effect, skip: 1, times: 1 }]);
  const statuses: number[] = [];
  for (const url of ['/v1/contacts?limit=1', ...Array<string>(3).fill('/v1/contacts?filter%5Bid%5D=17')]) {
    statuses.push((await ask(sandbox, url)).status);
  }
  expect(statuses).toEqual([200, 200, 500, 200]);
});

async function statusesByChance(seed: number): Promise<number[]> {
  await using sandbox = await createSandbox({ limits: 'off', contacts: 20, seed });
  sandbox.setFaults([{ probability: 0.5, effect: { kind: 'error', status: 500, code: 'INTERNAL_ERROR' } }]);
  const statuses: number[] = [];
  for (let call = 0; call < 30; call += 1) statuses.push((await ask(sandbox)).status);
  return statuses;
}

test('the seed decides which requests fail by probability', async () => {
  const once = await statusesByChance(1);
  expect(await statusesByChance(1)).toEqual(once);
  expect(await statusesByChance(2)).not.toEqual(once);
  expect(new Set(once)).toEqual(new Set([200, 500]));
});

test('with "applied" a write takes effect before its response is lost', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  sandbox.setFaults([
    { match: { method: 'DELETE' }, applied: true, effect: { kind: 'error', status: 502, code: 'BITRIX_UNAVAILABLE' } },
  ]);
  const response = await fetch(`${sandbox.url}/v1/contacts/17`, { method: 'DELETE', headers });
  expect(response.status).toBe(502);
  expect((await ask(sandbox, '/v1/contacts/17')).status).toBe(404);
});

test('an unknown fault is rejected', async () => {
  await using sandbox = await createSandbox({ limits: 'off' });
  const wrong = [{ effect: { kind: 'flood' } }] as unknown as Fault[];
  expect(() => sandbox.setFaults(wrong)).toThrow('Invalid');
});
