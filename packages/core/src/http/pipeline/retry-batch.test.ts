import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { batch, errorOf, failure, read, stubSend, type StubCall, tooMany } from '../../../test/stub-send.ts';
import { endingIn, through } from '../../../test/through.ts';
import { UpstreamError } from '../../errors.ts';
import type { UpstreamAnswer } from '../../wire/upstream-request.ts';
import { createPipeline } from './pipeline.ts';
import { retry } from './retry.ts';
import type { SendOptions, Sent } from './send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const caller = { apiKey: 'k' };
type Reply = Readonly<Record<string, string>> | UpstreamError;

/** The ids of the calls that a request carries. */
function idsOf({ request }: StubCall): readonly string[] {
  return (request.body as { calls: readonly { id: string }[] }).calls.map(({ id }) => id);
}

/** An upstream that refuses the calls of a batch by the codes of each reply in turn, and answers the others by their id. */
function batchStub(replies: readonly Reply[]) {
  const { send, calls } = stubSend((call) => {
    const reply = replies[calls.length - 1] ?? {};
    if (reply instanceof UpstreamError) return call.fail(reply);
    const ids = idsOf(call);
    return call.answer({
      results: Object.fromEntries(ids.filter((id) => !(id in reply)).map((id) => [id, [id]])),
      errors: Object.fromEntries(Object.entries(reply).map(([id, code]) => [id, { code, message: 'Native text' }])),
    });
  });
  return { send, calls };
}

async function run(size: number, replies: readonly Reply[], options: SendOptions = {}) {
  const { send, calls } = batchStub(replies);
  const begun = performance.now();
  const asked = through(retry({ random: () => 0 }))(send)(batch(size), caller, options).then(
    (answer: UpstreamAnswer) => answer.data,
    (error: unknown) => error,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return { data: await asked, sent: calls.map(idsOf), times: calls.map(({ at }) => at - begun) };
}

describe('the calls of a batch that fail in passing', () => {
  test.each(['RATE_LIMITED', 'QUERY_LIMIT_EXCEEDED', 'QUEUE_TIMEOUT', 'QUEUE_OVERFLOW', 'BITRIX_UNAVAILABLE'])(
    'with %s are sent again, without the others',
    async (code) => {
      const { data, sent } = await run(3, [{ call1: code }]);
      expect(sent).toEqual([['call0', 'call1', 'call2'], ['call1']]);
      expect(data).toMatchObject({ results: { call0: ['call0'], call1: ['call1'], call2: ['call2'] }, errors: {} });
    },
  );

  test('batched calls with a passing error are retried twice, and then keep their error', async () => {
    const { data, sent, times } = await run(
      2,
      Array.from({ length: 3 }, () => ({ call1: 'RATE_LIMITED' })),
    );
    expect(sent).toEqual([['call0', 'call1'], ['call1'], ['call1']]);
    expect(times).toEqual([0, 2000, 4000]);
    expect(data).toMatchObject({ results: { call0: ['call0'] }, errors: { call1: { code: 'RATE_LIMITED' } } });
  });

  test('batched calls whose wait does not fit the deadline are not retried; the others are', async () => {
    const replies = [{ call0: 'QUEUE_TIMEOUT', call1: 'RATE_LIMITED' }];
    const { data, sent } = await run(3, replies, { deadlineAt: performance.now() + 5000 });
    expect(sent).toEqual([['call0', 'call1', 'call2'], ['call1']]);
    expect(data).toMatchObject({ results: { call1: ['call1'] }, errors: { call0: { code: 'QUEUE_TIMEOUT' } } });
  });

  test('a failed retry leaves batched calls their errors, and the others their results', async () => {
    const { data, sent } = await run(2, [{ call1: 'RATE_LIMITED' }, failure('timeout')]);
    expect(sent).toHaveLength(2);
    expect(data).toMatchObject({ results: { call0: ['call0'] }, errors: { call1: { code: 'RATE_LIMITED' } } });
  });

  test('batched calls are retried again if the connection of the first retry breaks', async () => {
    const { data, sent } = await run(2, [{ call1: 'RATE_LIMITED' }, failure('network')]);
    expect(sent).toEqual([['call0', 'call1'], ['call1'], ['call1']]);
    expect(data).toMatchObject({ results: { call0: ['call0'], call1: ['call1'] }, errors: {} });
  });

  test('batched calls are not retried after an abort', async () => {
    const { send, calls } = batchStub([{ call0: 'RATE_LIMITED' }]);
    const leaving = new AbortController();
    const asked = errorOf(through(retry())(send)(batch(1), caller, { signal: leaving.signal }));
    await vi.advanceTimersByTimeAsync(500);
    leaving.abort();
    expect(await asked).toMatchObject({ code: 'cancelled' });
    expect(calls).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('retries of batched calls count in the caller’s budget of retries', async () => {
    const { send, calls } = batchStub(Array.from({ length: 500 }, () => ({ call0: 'BITRIX_UNAVAILABLE' })));
    const ask = through(retry({ baseDelayMs: 1 }))(send);
    for (let index = 0; index < 200; index += 1) {
      const asked = errorOf(ask(batch(1), caller, {}));
      await vi.advanceTimersByTimeAsync(10);
      await asked;
    }
    expect(calls.length - 200).toBeGreaterThanOrEqual(20);
    expect(calls.length - 200).toBeLessThanOrEqual(23);
  });

  test('a retry of batched calls is reported as the part of the batch that it sends', async () => {
    const reports: Sent[] = [];
    const { send } = batchStub([{ call1: 'RATE_LIMITED' }]);
    const observing: typeof send = (request, credentials, options) => {
      options.observe?.({ queueWaitMs: 0, shared: false });
      return send(request, credentials, options);
    };
    const asked = through(retry())(observing)(batch(3), caller, { observe: (sent) => reports.push(sent) });
    await vi.advanceTimersByTimeAsync(10_000);
    await asked;
    expect(reports.map(({ request }) => request && [...(request.batch?.ids ?? [])])).toEqual([undefined, ['call1']]);
  });
});

test.each(['OPERATION_TIME_LIMIT', 'ERROR_LOOP_DETECTED', 'BITRIX_ERROR', 'SCOPE_NOT_ALLOWED'])(
  'a batched call that fails with %s is not sent again',
  async (code) => {
    const { data, sent } = await run(2, [{ call1: code }]);
    expect(sent).toHaveLength(1);
    expect(data).toMatchObject({ results: { call0: ['call0'] }, errors: { call1: { code } } });
  },
);

test('a batch of which all calls were refused for the rate slows down the portal as a refused request does', async () => {
  const off = Number.POSITIVE_INFINITY;
  /** When the next request leaves, and what the portal is asked a second from then on. */
  const after = async (reply: (call: StubCall) => void) => {
    const { send, calls } = stubSend((call) => (calls.length === 1 ? reply(call) : call.answer()));
    const pace = { keyPerMinute: off, searchesPerMinute: off };
    const pipeline = createPipeline(
      { origin: 'http://upstream.test', timeoutMs: 40_000, pace, retry: { retries: 0 } },
      endingIn(send),
    );
    const begun = performance.now();
    await errorOf(pipeline.send(batch(2), caller, {}));
    const next = errorOf(pipeline.send(read(), { apiKey: 'another' }, {}));
    await vi.advanceTimersByTimeAsync(10_000);
    await next;
    return { nextMs: (calls[1]?.at ?? 0) - begun, perSecond: pipeline.stats().lowestPortalRate };
  };
  const errors = { call0: { code: 'RATE_LIMITED' }, call1: { code: 'RATE_LIMITED' } };
  const ofBatch = await after(({ answer }) => answer({ results: {}, errors }));
  expect(ofBatch).toEqual(await after(({ fail }) => fail(tooMany(2000))));
  expect(ofBatch.nextMs).toBe(2000);
});

/** Pages of a walk, of which each is a batch of a list and a count, beside an integration with the same portal. */
async function walkBeside(integrationPerSecond: number, pages: number): Promise<number> {
  const reads: number[] = [];
  const isRefused = (): boolean => {
    const now = performance.now();
    while ((reads[0] ?? now) <= now - 1000) reads.shift();
    if (reads.length >= 10) return true;
    reads.push(now);
    return false;
  };
  const integration = setInterval(isRefused, 1000 / integrationPerSecond);
  const { send } = stubSend((call) => {
    const ids = idsOf(call);
    const refused = ids.filter(isRefused);
    const results = Object.fromEntries(ids.filter((id) => !refused.includes(id)).map((id) => [id, []]));
    const errors = Object.fromEntries(refused.map((id) => [id, { code: 'RATE_LIMITED', message: 'Native text' }]));
    setTimeout(() => call.answer({ results, errors }), 30);
  });
  const pipeline = createPipeline({ origin: 'http://upstream.test', timeoutMs: 40_000 }, endingIn(send));
  let whole = 0;
  const walk = async (): Promise<void> => {
    for (let page = 0; page < pages; page += 1) {
      const { data } = await pipeline.send(batch(2), caller, {});
      if (Object.keys((data as { errors: object }).errors).length === 0) whole += 1;
    }
  };
  const walked = walk();
  // A page has its deadline and is over by then.
  await vi.advanceTimersByTimeAsync(pages * 40_000);
  await walked;
  clearInterval(integration);
  return whole;
}

test('beside an integration that takes six calls a second, all pages of two calls are whole', async () => {
  expect(await walkBeside(6, 40)).toBe(40);
});
