import { describe, expect, test } from 'vitest';
import { sendJson, startHttpUpstream, success } from '../../test/http-upstream.ts';
import { startSilentUpstream } from '../../test/silent-upstream.ts';
import { errorOf, read } from '../../test/stub-send.ts';
import { createConnectionPools } from './connection-pools.ts';
import type { RateHeaders } from './pipeline/rate-limit/key-window.ts';
import { Callers } from './pipeline/callers.ts';
import { OutgoingRequest } from './pipeline/outgoing-request.ts';
import type { SendOptions, Sent } from './pipeline/send.ts';
import type { Next } from './pipeline/step.ts';
import type { UpstreamAnswer } from '../wire/upstream-request.ts';
import { createTransport } from './transport.ts';

interface Started extends AsyncDisposable {
  readonly next: Next;
}

function start(origin: string): Started {
  const pools = createConnectionPools({ origin, connectTimeoutMs: 5000 });
  return {
    next: createTransport({ pools, prefix: '', maxAnswerBytes: 1000 }),
    [Symbol.asyncDispose]: () => pools.close(),
  };
}

/** Sends one request to an upstream that answers with these headers. */
async function sendTo(headers: Record<string, string>, outgoing: OutgoingRequest): Promise<void> {
  await using server = await startHttpUpstream((_, response) => sendJson(response, success([]), 200, headers));
  await using transport = start(server.url);
  await settled(transport, outgoing);
}

function settled({ next }: Started, outgoing: OutgoingRequest): Promise<UpstreamAnswer> {
  return new Promise((answer, fail) => next(outgoing, { answer, fail }));
}

function outgoingWith(options: SendOptions): OutgoingRequest {
  const credentials = { apiKey: 'k' };
  return new OutgoingRequest(read(), credentials, new Callers().of(credentials), options);
}

test('an abort while the connection is made rejects at once', async () => {
  await using server = await startSilentUpstream('https');
  await using transport = start(server.url);
  const left = new AbortController();
  const asked = errorOf(settled(transport, outgoingWith({ signal: left.signal })));
  await server.received();
  left.abort();
  expect(await asked).toMatchObject({ code: 'cancelled' });
  server.hangUp();
});

describe('the rate-limit headers', () => {
  const budget = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '12' };
  const rateOf = async (headers: Record<string, string>): Promise<readonly RateHeaders[]> => {
    const told: RateHeaders[] = [];
    const outgoing = outgoingWith({});
    outgoing.feedback = { onHeaders: (rate) => void told.push(rate) };
    await sendTo(headers, outgoing);
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
  const outgoing = outgoingWith({ observe: (how) => void sent.push(how) });
  outgoing.queueWaitMs = 500;
  await sendTo({}, outgoing);
  expect(outgoing.isSent).toBe(true);
  expect(sent).toEqual([{ queueWaitMs: expect.any(Number), shared: false }]);
  expect(sent[0]?.queueWaitMs).toBeGreaterThanOrEqual(500);
});

test('a request that is never sent reports nothing', async () => {
  await using server = await startSilentUpstream('https');
  await using transport = start(server.url);
  const sent: unknown[] = [];
  const outgoing = outgoingWith({ observe: (how) => void sent.push(how) });
  const asked = errorOf(settled(transport, outgoing));
  await server.received();
  server.hangUp();
  expect(await asked).toBeDefined();
  expect(sent).toEqual([]);
  expect(outgoing.isSent).toBe(false);
});
