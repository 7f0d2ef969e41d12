import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { batch, errorOf, failure, read, stubSend, tooMany } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import { createLoopGuard } from './loop-guard.ts';

const caller = { apiKey: 'k' };
const blocking = (retryAfterMs?: number) => stubSend(({ fail }) => fail(tooMany(retryAfterMs, 'ERROR_LOOP_DETECTED')));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a call that the upstream blocks is not sent again until its time is over', async () => {
  const { send, calls } = blocking(30_000);
  const ask = through(createLoopGuard().step)(send);
  expect(await errorOf(ask(read(), caller, {}))).toMatchObject({ retryAfterMs: 30_000 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await errorOf(ask(read(), caller, {}))).toMatchObject({
    code: 'rate_limited',
    details: { code: 'ERROR_LOOP_DETECTED' },
    retryAfterMs: 20_000,
  });
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(20_000);
  await errorOf(ask(read(), caller, {}));
  expect(calls).toHaveLength(2);
});

test('a call stays blocked for a minute if the upstream gives no time, and never for hours', async () => {
  for (const [said, rest] of [
    [undefined, 60_000],
    [3_600_000, 600_000],
  ] as const) {
    const { send, calls } = blocking(said);
    const ask = through(createLoopGuard().step)(send);
    await errorOf(ask(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(rest - 1);
    await errorOf(ask(read(), caller, {}));
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await errorOf(ask(read(), caller, {}));
    expect(calls).toHaveLength(2);
  }
});

test('other calls, and the same call of other callers, are still sent', async () => {
  const { send, calls } = blocking();
  const ask = through(createLoopGuard().step)(send);
  await errorOf(ask(read(), caller, {}));
  await errorOf(ask(read('/v1/contacts', { query: 'limit=1' }), caller, {}));
  await errorOf(ask(read(), { apiKey: 'other' }, {}));
  await errorOf(ask(read(), { apiKey: 'k', authorization: 'Bearer 1' }, {}));
  expect(calls).toHaveLength(4);
});

test('an expired block is removed, whether or not its call is sent again', async () => {
  // The cache takes an age of 0 for none.
  await vi.advanceTimersByTimeAsync(1);
  const guard = createLoopGuard();
  const { send } = blocking(30_000);
  await errorOf(through(guard.step)(send)(read(), caller, {}));
  expect(guard.blocked()).toBe(1);
  await vi.advanceTimersByTimeAsync(30_001);
  expect(guard.blocked()).toBe(0);
});

test('a call blocked for 0 s is not blocked', async () => {
  const guard = createLoopGuard();
  const { send, calls } = blocking(0);
  await errorOf(through(guard.step)(send)(read(), caller, {}));
  await errorOf(through(guard.step)(send)(read(), caller, {}));
  expect(calls).toHaveLength(2);
  expect(guard.blocked()).toBe(0);
});

describe('a batch', () => {
  const answering = (errors: unknown) => stubSend(({ answer }) => answer({ results: { call0: [] }, errors }));

  test('a batch with one blocked call has its answer, and is not sent again for a minute', async () => {
    const { send, calls } = answering({ call1: { code: 'ERROR_LOOP_DETECTED', message: 'blocked' } });
    const ask = through(createLoopGuard().step)(send);
    expect(await ask(batch(2), caller, {})).toMatchObject({ data: { results: { call0: [] } } });
    expect(await errorOf(ask(batch(2), caller, {}))).toMatchObject({
      code: 'rate_limited',
      details: { code: 'ERROR_LOOP_DETECTED' },
      retryAfterMs: 60_000,
    });
    expect(calls).toHaveLength(1);
    await ask(batch(1), caller, {});
    await vi.advanceTimersByTimeAsync(60_000);
    await ask(batch(2), caller, {});
    expect(calls).toHaveLength(3);
  });

  test.each([
    ['no errors', undefined],
    ['none at all', null],
    ['an empty list of them', []],
    ['other errors', { call1: { code: 'BITRIX_ERROR' } }],
    ['an error that is none', { call1: null }],
  ])('a batch with %s is sent again', async (_, errors) => {
    const { send, calls } = answering(errors);
    const ask = through(createLoopGuard().step)(send);
    await ask(batch(2), caller, {});
    await ask(batch(2), caller, {});
    expect(calls).toHaveLength(2);
  });

  test('a batch answered without data blocks no call', async () => {
    const { send } = stubSend(({ answer }) => answer(null));
    expect(await through(createLoopGuard().step)(send)(batch(1), caller, {})).toMatchObject({ data: null });
  });
});

test('a failure other than a blocked call blocks no call', async () => {
  const { send, calls } = stubSend(({ fail }) => fail(failure('unavailable', { details: { code: 'INTERNAL_ERROR' } })));
  const ask = through(createLoopGuard().step)(send);
  await errorOf(ask(read(), caller, {}));
  await errorOf(ask(read(), caller, {}));
  expect(calls).toHaveLength(2);
});
