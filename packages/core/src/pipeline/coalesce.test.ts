import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, tooMany } from '../../test/stub-send.ts';
import { coalesce } from './coalesce.ts';
import { compose } from './send.ts';
import { deadline } from './deadline.ts';

const caller = { apiKey: 'k' };
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('identical reads at the same moment', () => {
  test('of one caller are one request; afterwards another', async () => {
    const { send, calls } = stubSend();
    const shared: string[] = [];
    const ask = coalesce((endpoint) => shared.push(endpoint))(send);
    const both = Promise.all([ask(read(), caller, {}), ask(read(), { ...caller }, {})]);
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
    ['of a walk, which waits its turn', read(), caller, { priority: 'background' as const }],
  ])('%s are not', (_, request, credentials, options) => {
    const { send, calls } = stubSend();
    const ask = coalesce()(send);
    void ask(read(), caller, {});
    void ask(request, credentials, options);
    expect(calls).toHaveLength(2);
  });
});

describe('who leaves', () => {
  test('takes nobody along, and the last one ends the request', async () => {
    const { send, calls } = stubSend();
    const ask = coalesce()(send);
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

  test('for want of time ends it as timed out, which the breaker counts', async () => {
    const { send, calls } = stubSend();
    const ask = compose([deadline(1000), coalesce()], send);
    const asked = errorOf(ask(read(), caller, {}));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await asked).toMatchObject({ code: 'timeout' });
    expect(calls[0]?.options.signal?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  test('leaves a request that is being ended to nobody: the next one sends its own', async () => {
    const { send, calls } = stubSend();
    const ask = coalesce()(send);
    const left = new AbortController();
    const one = errorOf(ask(read(), caller, { signal: left.signal }));
    left.abort();
    void ask(read(), caller, {});
    await one;
    expect(calls).toHaveLength(2);
    expect(calls[1]?.options.signal?.aborted).toBe(false);
  });
});

describe('a failure', () => {
  test.each(['network', 'timeout', 'unavailable', 'bad_response'] as const)(
    'by chance (%s) is tried once more by those who joined, together',
    async (code) => {
      const { send, calls } = stubSend();
      const ask = coalesce()(send);
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

  test.each(['unauthorized', 'forbidden', 'not_found', 'rejected', 'rate_limited'] as const)(
    'that is a refusal (%s) holds for all',
    async (code) => {
      const { send, calls } = stubSend();
      const ask = coalesce()(send);
      const all = [0, 1, 2].map(() => errorOf(ask(read(), caller, {})));
      calls[0]?.fail(failure(code));
      expect((await Promise.all(all)).map((error) => error?.code)).toEqual([code, code, code]);
      expect(calls).toHaveLength(1);
    },
  );
});

describe('deadlines', () => {
  test('one who joined with an earlier one ends by it, alone', async () => {
    const { send, calls } = stubSend();
    const ask = compose([deadline(10_000), coalesce()], send);
    const now = performance.now();
    const late = ask(read(), caller, { deadlineAt: now + 5000 });
    const early = errorOf(ask(read(), caller, { deadlineAt: now + 100 }));
    await vi.advanceTimersByTimeAsync(100);
    expect(await early).toMatchObject({ code: 'timeout' });
    calls[0]?.answer('in time');
    expect(await late).toMatchObject({ data: 'in time' });
    expect(calls).toHaveLength(1);
  });

  test('one with a later one does not end by that of the one who began', async () => {
    const { send, calls } = stubSend();
    const ask = compose([deadline(10_000), coalesce()], send);
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

  test('a refusal for want of the first one’s time is tried again by one who has more', async () => {
    const { send, calls } = stubSend();
    const ask = coalesce()(send);
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
