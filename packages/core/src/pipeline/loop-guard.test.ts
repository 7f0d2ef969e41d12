import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, tooMany } from '../../test/stub-send.ts';
import { guardLoops } from './loop-guard.ts';

const caller = { apiKey: 'k' };
const blocking = (retryAfterMs?: number) => stubSend(({ fail }) => fail(tooMany(retryAfterMs, 'ERROR_LOOP_DETECTED')));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a call that the upstream blocks is not sent again until its time is over', async () => {
  const { send, calls } = blocking(30_000);
  const ask = guardLoops()(send);
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

test('it rests for a minute if the upstream does not say, and never for hours', async () => {
  for (const [said, rest] of [
    [undefined, 60_000],
    [3_600_000, 600_000],
  ] as const) {
    const { send, calls } = blocking(said);
    const ask = guardLoops()(send);
    await errorOf(ask(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(rest - 1);
    await errorOf(ask(read(), caller, {}));
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await errorOf(ask(read(), caller, {}));
    expect(calls).toHaveLength(2);
  }
});

test('other calls, and the same call of others, go on', async () => {
  const { send, calls } = blocking();
  const ask = guardLoops()(send);
  await errorOf(ask(read(), caller, {}));
  await errorOf(ask(read('/v1/contacts', { query: 'limit=1' }), caller, {}));
  await errorOf(ask(read(), { apiKey: 'other' }, {}));
  expect(calls).toHaveLength(3);
});

test('no other failure blocks', async () => {
  const { send, calls } = stubSend(({ fail }) => fail(failure('unavailable', { details: { code: 'INTERNAL_ERROR' } })));
  const ask = guardLoops()(send);
  await errorOf(ask(read(), caller, {}));
  await errorOf(ask(read(), caller, {}));
  expect(calls).toHaveLength(2);
});
