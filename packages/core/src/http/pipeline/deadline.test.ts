import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deadline } from '../../../test/deadline.ts';
import { errorOf, read, stubSend } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const caller = { apiKey: 'k' };

test('a request is aborted at its deadline, not before', async () => {
  const { send, calls } = stubSend();
  const asked = errorOf(through(deadline(1000))(send)(read(), caller, {}));
  await vi.advanceTimersByTimeAsync(999);
  expect(calls[0]?.options.signal?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls[0]?.options.signal?.aborted).toBe(true);
  expect(await asked).toMatchObject({ code: 'timeout' });
});

test('the earlier of the deadlines of a request and its operation applies, and is passed on', async () => {
  const { send, calls } = stubSend();
  const limited = through(deadline(1000))(send);
  const now = performance.now();
  const early = errorOf(limited(read(), caller, { deadlineAt: now + 300 }));
  const late = errorOf(limited(read(), caller, { deadlineAt: now + 5000 }));
  expect(calls.map(({ options }) => options.deadlineAt)).toEqual([now + 300, now + 1000]);
  await vi.advanceTimersByTimeAsync(300);
  expect(await early).toMatchObject({ code: 'timeout' });
  expect(calls[1]?.options.signal?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(700);
  expect(await late).toMatchObject({ code: 'timeout' });
});

test('an aborted signal ends a request at once; a signal aborted before sends nothing', async () => {
  const { send, calls } = stubSend();
  const left = new AbortController();
  const asked = errorOf(through(deadline(1000))(send)(read(), caller, { signal: left.signal }));
  left.abort();
  expect(await asked).toMatchObject({ code: 'cancelled' });
  expect(await errorOf(through(deadline(1000))(send)(read(), caller, { signal: left.signal }))).toMatchObject({
    code: 'cancelled',
  });
  expect(calls).toHaveLength(1);
});

test.each([0, -50])('nothing is sent if the operation’s deadline is %i ms from now', async (ms) => {
  const { send, calls } = stubSend();
  const deadlineAt = performance.now() + ms;
  expect(await errorOf(through(deadline(1000))(send)(read(), caller, { deadlineAt }))).toMatchObject({
    code: 'timeout',
  });
  expect(calls).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('an answered request leaves neither a timer nor a listener of its deadline', async () => {
  const { send, calls } = stubSend();
  const { signal } = new AbortController();
  const asked = through(deadline(1000))(send)(read(), caller, { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  calls[0]?.answer(1);
  expect(await asked).toMatchObject({ data: 1 });
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
