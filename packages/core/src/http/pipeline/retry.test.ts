import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, tooMany } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import type { Credentials } from '../../credentials.ts';
import type { UpstreamError } from '../../errors.ts';
import { retry } from './retry.ts';

const caller = { apiKey: 'k' };
const ofCode = (code: string, status = 500) => failure('unavailable', { details: { code, status } });
const failing = (error: UpstreamError) => stubSend(({ fail }) => fail(error));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Returns the number of tries of a request that always fails with an error. */
async function triesFor(error: UpstreamError, retries?: number): Promise<number> {
  const { send, calls } = failing(error);
  const asked = errorOf(through(retry(retries === undefined ? {} : { retries }))(send)(read(), caller, {}));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await asked).toBe(error);
  return calls.length;
}

describe('what is tried again', () => {
  test.each(['RATE_LIMITED', 'QUEUE_TIMEOUT', 'QUEUE_OVERFLOW', 'BITRIX_UNAVAILABLE', 'INTERNAL_ERROR'])(
    '%s, twice',
    async (code) => expect(await triesFor(ofCode(code))).toBe(3),
  );

  test('a failed connection is retried twice', async () => expect(await triesFor(failure('network'))).toBe(3));

  test.each([
    ['502', failure('unavailable', { details: { status: 502 } })],
    ['503', failure('unavailable', { details: { status: 503 } })],
    ['504', failure('unavailable', { details: { status: 504 } })],
    ['429', failure('rate_limited', { details: { status: 429 } })],
  ])('a %s of a proxy, which has no code, is retried once', async (_, error) => expect(await triesFor(error)).toBe(2));

  test.each([
    ['a time-out', failure('timeout')],
    ['a time-out of the upstream', failure('timeout', { details: { status: 504 } })],
    ['an abort', failure('cancelled')],
    ['a blocked call', tooMany(0, 'ERROR_LOOP_DETECTED')],
    ['a method over its time', tooMany(0, 'OPERATION_TIME_LIMIT')],
    ['a rejection by our own queue', failure('rate_limited', { retryAfterMs: 1000 })],
    ['a rejection by our own breaker', failure('unavailable', { retryAfterMs: 1000 })],
    ['wrong input', failure('rejected', { details: { code: 'INVALID_FILTER', status: 400 } })],
    ['missing rights', failure('forbidden', { details: { code: 'SCOPE_DENIED', status: 403 } })],
    ['an answer outside the contract', failure('bad_response')],
    ['a 500 without a code', failure('unavailable', { details: { status: 500 } })],
    ['an unknown code with 503', failure('unavailable', { details: { code: 'SOMETHING_NEW', status: 503 } })],
  ])('%s is not retried', async (_, error) => expect(await triesFor(error)).toBe(1));

  test('the number of retries is configurable, down to none', async () => {
    expect(await triesFor(failure('network'), 0)).toBe(1);
    expect(await triesFor(failure('network'), 1)).toBe(2);
    expect(await triesFor(failure('unavailable', { details: { status: 502 } }), 0)).toBe(1);
  });

  test('each try knows its number', async () => {
    const { send, calls } = failing(failure('network'));
    const asked = errorOf(through(retry())(send)(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(60_000);
    await asked;
    expect(calls.map(({ options }) => options.attempt)).toEqual([1, 2, 3]);
  });
});

describe('the wait', () => {
  /** The times at which tries leave. */
  async function timesFor(error: UpstreamError, random: number): Promise<readonly number[]> {
    const { send, calls } = failing(error);
    const begun = performance.now();
    const asked = errorOf(through(retry({ baseDelayMs: 100, random: () => random }))(send)(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(100_000);
    await asked;
    return calls.map(({ at }) => at - begun);
  }

  test('the backoff doubles, and half of it is random', async () => {
    expect(await timesFor(failure('network'), 0)).toEqual([0, 50, 150]);
    expect(await timesFor(failure('network'), 1)).toEqual([0, 100, 300]);
  });

  test('the backoff before the only retry of a proxy’s error is that of the last of two', async () => {
    const badGateway = failure('unavailable', { details: { status: 502 } });
    expect(await timesFor(badGateway, 0)).toEqual([0, 100]);
    expect(await timesFor(badGateway, 1)).toEqual([0, 200]);
    expect(await timesFor(failure('unavailable', { details: { status: 503 }, retryAfterMs: 700 }), 0)).toEqual([
      0, 700,
    ]);
  });

  test('the backoff is at least the Retry-After of the upstream, also where that is 0', async () => {
    expect(await timesFor(tooMany(2000), 0)).toEqual([0, 2000, 4000]);
    expect(await timesFor(tooMany(2000), 1)).toEqual([0, 2050, 4100]);
    // A timer takes at least a millisecond.
    expect((await timesFor(tooMany(0), 1)).at(2)).toBeLessThanOrEqual(2);
  });

  test('a backoff that does not fit the deadline is not begun: the error has the time after which to retry', async () => {
    const { send, calls } = failing(tooMany(2000));
    const deadlineAt = performance.now() + 2000;
    const error = await errorOf(through(retry({ random: () => 0 }))(send)(read(), caller, { deadlineAt }));
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 2000 });
    expect(performance.now()).toBe(deadlineAt - 2000);
    expect(calls).toHaveLength(1);
  });

  test('no backoff is begun after an abort', async () => {
    const left = new AbortController();
    const { send, calls } = stubSend(({ fail }) => {
      fail(tooMany(2000));
      left.abort();
    });
    const asked = errorOf(through(retry())(send)(read(), caller, { signal: left.signal }));
    expect(await asked).toMatchObject({ code: 'cancelled' });
    expect(calls).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an abort ends the backoff', async () => {
    const { send, calls } = failing(tooMany(2000));
    const left = new AbortController();
    const asked = errorOf(through(retry())(send)(read(), caller, { signal: left.signal }));
    await vi.advanceTimersByTimeAsync(500);
    left.abort();
    expect(await asked).toMatchObject({ code: 'cancelled' });
    expect(calls).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the budget', () => {
  test('at most a tenth of a caller’s traffic is retries, and three at first', async () => {
    const { send, calls } = failing(failure('network'));
    const ask = through(retry({ baseDelayMs: 1 }))(send);
    for (let index = 0; index < 200; index += 1) {
      const asked = errorOf(ask(read(), caller, {}));
      await vi.advanceTimersByTimeAsync(10);
      await asked;
    }
    const retries = calls.length - 200;
    expect(retries).toBeGreaterThanOrEqual(20);
    expect(retries).toBeLessThanOrEqual(23);
  });

  test.each([
    ['of another key', { apiKey: 'quiet' }],
    ['of another session of the same app', { apiKey: 'noisy', authorization: 'Bearer 2' }],
  ])('the retry budget of one caller is not used up by a caller %s', async (_, quiet) => {
    const { send, calls } = failing(failure('network'));
    const ask = through(retry({ baseDelayMs: 1 }))(send);
    const tryAs = async (credentials: Credentials): Promise<number> => {
      const before = calls.length;
      const asked = errorOf(ask(read(), credentials, {}));
      await vi.advanceTimersByTimeAsync(10);
      await asked;
      return calls.length - before;
    };
    for (let index = 0; index < 50; index += 1) await tryAs({ apiKey: 'noisy', authorization: 'Bearer 1' });
    expect(await tryAs(quiet)).toBe(3);
  });
});
