import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend } from '../../../test/stub-send.ts';
import { endingIn } from '../../../test/through.ts';
import { createPipeline } from './pipeline.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const off = Number.POSITIVE_INFINITY;
const CALLERS = 10;

/** Times of an operation's start and end, and its outcome. */
interface Operation {
  readonly askedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
}

/** Runs `perSecond` operations of ten callers over an upstream behind a proxy that fails at times. */
async function operationsDuring(isDown: (at: number) => boolean, perSecond: number, forMs: number) {
  const begun = performance.now();
  const { send } = stubSend(({ answer, fail }) => {
    const badGateway = isDown(performance.now() - begun);
    setTimeout(() => (badGateway ? fail(failure('unavailable', { details: { status: 502 } })) : answer()), 20);
  });
  // The jitter alternates between its maximum and minimum, so that every run is the same.
  let turn = 0;
  const random = (): number => (turn = (turn + 0.37) % 1);
  const pipeline = createPipeline(
    {
      origin: 'http://upstream.test',
      timeoutMs: 40_000,
      pace: { concurrency: off, perSecond: off, keyPerMinute: off, searchesPerMinute: off },
      retry: { random },
      breaker: { random },
    },
    endingIn(send),
  );
  const operations: Operation[] = [];
  const ask = async (index: number): Promise<void> => {
    const askedAt = performance.now() - begun;
    const path = `/v1/contacts/${index}`;
    const error = await errorOf(pipeline.send(read(path), { apiKey: `key ${index % CALLERS}` }, {}));
    operations.push({ askedAt, endedAt: performance.now() - begun, failed: error !== undefined });
  };
  for (let index = 0; index < (perSecond * forMs) / 1000; index += 1) {
    setTimeout(() => void ask(index), (index * 1000) / perSecond);
  }
  await vi.advanceTimersByTimeAsync(forMs + 10_000);
  return operations;
}

test('a proxy that answers 502 for 300 ms now and then makes at most 2 of 870 operations fail', async () => {
  const operations = await operationsDuring((at) => at % 6000 >= 3000 && at % 6000 < 3300, 29, 30_000);
  expect(operations).toHaveLength(870);
  expect(operations.filter(({ failed }) => failed).length).toBeLessThanOrEqual(2);
});

test('after an outage of 2.7 s, callers wait for no longer than it lasted', async () => {
  const beganAt = 1000;
  const endedAt = beganAt + 2700;
  const operations = await operationsDuring((at) => at >= beganAt && at < endedAt, 29, 30_000);
  const lastFailed = Math.max(...operations.filter(({ failed }) => failed).map((one) => one.askedAt));
  expect(lastFailed - endedAt).toBeLessThanOrEqual(2700);
});
