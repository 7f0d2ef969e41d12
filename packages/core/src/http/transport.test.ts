import { describe, expect, test } from 'vitest';
import { sendJson, startHttpUpstream, success } from '../../test/http-upstream.ts';
import { startSilentUpstream } from '../../test/silent-upstream.ts';
import { errorOf, read } from '../../test/stub-send.ts';
import { createConnectionPools } from './connection-pools.ts';
import type { RateHeaders } from './pipeline/rate-limit/key-window.ts';
import type { Send, SendOptions, Sent } from './pipeline/send.ts';
import { createTransport } from './transport.ts';

interface Started extends AsyncDisposable {
  readonly send: Send;
}

function start(origin: string): Started {
  const pools = createConnectionPools({ origin, connectTimeoutMs: 5000 });
  return {
    send: createTransport({ pools, prefix: '', maxAnswerBytes: 1000 }),
    [Symbol.asyncDispose]: () => pools.close(),
  };
}

/** Sends one request to an upstream that answers with these headers. */
async function sendTo(headers: Record<string, string>, options: SendOptions): Promise<void> {
  await using server = await startHttpUpstream((_, response) => sendJson(response, success([]), 200, headers));
  await using transport = start(server.url);
  await transport.send(read(), { apiKey: 'k' }, options);
}

test('an abort while the connection is made rejects at once', async () => {
  await using server = await startSilentUpstream('https');
  await using transport = start(server.url);
  const left = new AbortController();
  const asked = errorOf(transport.send(read(), { apiKey: 'k' }, { signal: left.signal }));
  await server.received();
  left.abort();
  expect(await asked).toMatchObject({ code: 'cancelled' });
  server.hangUp();
});

describe('the rate-limit headers', () => {
  const budget = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '12' };
  const rateOf = async (headers: Record<string, string>): Promise<readonly RateHeaders[]> => {
    const told: RateHeaders[] = [];
    await sendTo(headers, { onRate: (rate) => void told.push(rate) });
    return told;
  };

  test('the rate-limit headers are passed to onRate', async () => {
    expect(await rateOf(budget)).toEqual([{ limit: 300, remaining: 7, resetMs: 12_000 }]);
  });

  test.each([
    ['nothing', {}],
    ['a missing header', { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '7' }],
    ['a negative number', { ...budget, 'x-ratelimit-remaining': '-1' }],
    ['a fraction', { ...budget, 'x-ratelimit-reset': '1.5' }],
    ['a word', { ...budget, 'x-ratelimit-limit': 'none' }],
    ['a number beyond all reason', { ...budget, 'x-ratelimit-limit': '9'.repeat(20) }],
  ])('rate-limit headers with %s are dropped', async (_, headers) => {
    expect(await rateOf(headers)).toEqual([]);
  });
});

test('a request reports once that it was sent, and its wait before', async () => {
  const sent: Sent[] = [];
  let left = 0;
  await sendTo({}, { queueWaitMs: 500, observe: (how) => void sent.push(how), onSent: () => void (left += 1) });
  expect(left).toBe(1);
  expect(sent).toEqual([{ queueWaitMs: expect.any(Number), shared: false }]);
  expect(sent[0]?.queueWaitMs).toBeGreaterThanOrEqual(500);
});

test('a request that is never sent reports nothing', async () => {
  await using server = await startSilentUpstream('https');
  await using transport = start(server.url);
  const sent: unknown[] = [];
  const told = { observe: (how: Sent) => void sent.push(how), onSent: () => void sent.push('left') };
  const asked = errorOf(transport.send(read(), { apiKey: 'k' }, told));
  await server.received();
  server.hangUp();
  expect(await asked).toBeDefined();
  expect(sent).toEqual([]);
});
