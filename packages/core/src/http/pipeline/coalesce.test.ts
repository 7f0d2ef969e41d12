import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, tooMany } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import { coalesce } from './coalesce.ts';
import type { Sent } from './send.ts';

const caller = { apiKey: 'k' };
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('identical reads at the same moment', () => {
  test('identical concurrent reads of one caller are one request; a later read is another request', async () => {
    const { send, calls } = stubSend();
    const shared: string[] = [];
    const ask = through(coalesce(60_000, (endpoint) => shared.push(endpoint)))(send);
    const observed: Sent[] = [];
    const observe = (sent: Sent): void => void observed.push(sent);
    const both = Promise.all([ask(read(), caller, {}), ask(read(), { ...caller }, { observe })]);
    expect(observed).toEqual([{ queueWaitMs: 0, shared: true }]);
    calls[0]?.answer('same');
    expect(await both).toMatchObject([{ data: 'same' }, { data: 'same' }]);
    expect(shared).toEqual(['GET /v1/contacts']);
    void ask(read(), caller, {});
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['of another key', read(), { apiKey: 'other' }, {}],
    ['of another session', read(), { apiKey: 'k', authorization: 'Bearer s' }, {}],
    ['with another query', read('/v1/contacts', { query: 'limit=1' }), caller, {}],
    ['with another body', read('/v1/contacts', { body: {} }), caller, {}],
    ['with background priority', read(), caller, { priority: 'background' as const }],
  ])('a read %s does not join a read in flight', (_, request, credentials, options) => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    void ask(read(), caller, {});
    void ask(request, credentials, options);
    expect(calls).toHaveLength(2);
  });
});

describe('an aborted read', () => {
  test('aborting one of several joined reads ends no other; aborting the last one aborts the request', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const [first, second] = [new AbortController(), new AbortController()];
    const one = errorOf(ask(read(), caller, { signal: first.signal }));
    const other = errorOf(ask(read(), caller, { signal: second.signal }));
    first.abort();
    expect(await one).toMatchObject({ code: 'cancelled' });
    expect(calls[0]?.options.signal?.aborted).toBe(false);
    second.abort();
    expect(await other).toMatchObject({ code: 'cancelled' });
    expect(calls[0]?.options.signal?.aborted).toBe(true);
  });

  test('a request whose last read times out counts as a timeout for the breaker', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(1000))(send);
    const asked = errorOf(ask(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await asked).toMatchObject({ code: 'timeout' });
    expect(calls[0]?.options.signal?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('a read after an aborted request sends its own at once', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const left = new AbortController();
    const one = errorOf(ask(read(), caller, { signal: left.signal }));
    left.abort();
    void ask(read(), caller, {});
    expect(calls).toHaveLength(2);
    expect(calls[1]?.options.signal?.aborted).toBe(false);
    expect(await one).toMatchObject({ code: 'cancelled' });
  });

  test('a read with an aborted signal is rejected at once, and not sent', async () => {
    const { send, calls } = stubSend();
    const asked = errorOf(through(coalesce(60_000))(send)(read(), caller, { signal: AbortSignal.abort() }));
    expect(await asked).toMatchObject({ code: 'cancelled' });
    expect(calls).toEqual([]);
  });

  test('no listener stays on the signal of a read that was answered', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const signals = [0, 1].map(() => new AbortController().signal);
    const all = Promise.all(signals.map((signal) => ask(read(), caller, { signal })));
    expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([1, 1]);
    calls[0]?.answer();
    await all;
    expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
  });
});

describe('a failure', () => {
  test.each(['network', 'timeout', 'unavailable', 'bad_response'] as const)(
    'a failure by chance (%s) is retried once by the joined reads together',
    async (code) => {
      const { send, calls } = stubSend();
      const ask = through(coalesce(60_000))(send);
      const first = errorOf(ask(read(), caller, {}));
      const joined = [ask(read(), caller, {}), ask(read(), caller, {})];
      calls[0]?.fail(failure(code));
      expect(await first).toMatchObject({ code });
      await settle();
      expect(calls).toHaveLength(2);
      calls[1]?.answer('well');
      expect(await Promise.all(joined)).toMatchObject([{ data: 'well' }, { data: 'well' }]);
    },
  );

  test.each([
    ['a key that is unknown', failure('unauthorized')],
    ['a missing right', failure('forbidden')],
    ['a record that is not there', failure('not_found')],
    ['wrong input', failure('rejected')],
    ['too many requests', tooMany()],
    ['too many requests, for a while', tooMany(2000)],
    ['too many requests, for longer than any deadline', tooMany(60_000)],
    ['a method over its time', tooMany(60_000, 'OPERATION_TIME_LIMIT')],
    ['a time-out of the upstream itself', failure('timeout', { details: { status: 504 } })],
  ])('a rejection that is not a matter of chance (%s) holds for all joined reads', async (_, error) => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const now = performance.now();
    // Each comes a little later than the one before, as they do.
    const all = [40_000, 40_005, 40_010].map((ms) => errorOf(ask(read(), caller, { deadlineAt: now + ms })));
    calls[0]?.fail(error);
    expect(await Promise.all(all)).toEqual([error, error, error]);
    expect(calls).toHaveLength(1);
  });
});

describe('deadlines', () => {
  test('a joined read with an earlier deadline times out alone', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(10_000))(send);
    const now = performance.now();
    const late = ask(read(), caller, { deadlineAt: now + 5000 });
    const early = errorOf(ask(read(), caller, { deadlineAt: now + 100 }));
    await vi.advanceTimersByTimeAsync(100);
    expect(await early).toMatchObject({ code: 'timeout' });
    calls[0]?.answer('in time');
    expect(await late).toMatchObject({ data: 'in time' });
    expect(calls).toHaveLength(1);
  });

  test('a joined read with a later deadline does not time out with the read that started the request', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(10_000))(send);
    const now = performance.now();
    const early = errorOf(ask(read(), caller, { deadlineAt: now + 100 }));
    const late = ask(read(), caller, { deadlineAt: now + 5000 });
    await vi.advanceTimersByTimeAsync(100);
    expect(await early).toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(1000);
    calls[0]?.answer('late');
    expect(await late).toMatchObject({ data: 'late' });
    expect(calls).toHaveLength(1);
  });

  test('a rejection due to the deadline of the first read holds for a read whose time is no longer than the wait', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const now = performance.now();
    const both = [1000, 2000].map((ms) => errorOf(ask(read(), caller, { deadlineAt: now + ms })));
    calls[0]?.fail(tooMany(2000));
    expect(await Promise.all(both)).toMatchObject([{ code: 'rate_limited' }, { code: 'rate_limited' }]);
    expect(calls).toHaveLength(1);
  });

  test('a rejection due to the deadline of the first read is retried by a read with more time', async () => {
    const { send, calls } = stubSend();
    const ask = through(coalesce(60_000))(send);
    const early = errorOf(ask(read(), caller, { deadlineAt: 1000 }));
    const late = ask(read(), caller, { deadlineAt: 9000 });
    calls[0]?.fail(tooMany(2000));
    expect(await early).toMatchObject({ code: 'rate_limited' });
    await settle();
    expect(calls[1]?.options.deadlineAt).toBe(9000);
    calls[1]?.answer('later');
    expect(await late).toMatchObject({ data: 'later' });
  });
});
