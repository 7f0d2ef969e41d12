import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, pacedStub, settle } from '../../../../test/paced-stub.ts';
import { errorOf, failure, read, stubSend, tooMany } from '../../../../test/stub-send.ts';
import { through } from '../../../../test/through.ts';
import type { UpstreamError } from '../../../errors.ts';
import { createPacer } from './pace.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('in flight', () => {
  test('at most the configured number of requests is in flight, and each end admits the next one', async () => {
    const { ask, calls, pacer } = pacedStub({ concurrency: 2 });
    const asked = Array.from({ length: 5 }, () => ask());
    await settle();
    expect(calls).toHaveLength(2);
    expect(pacer.stats()).toMatchObject({ queued: 3, inFlight: 2 });
    for (let index = 0; index < 5; index += 1) {
      calls[index]?.answer();
      await settle();
    }
    await Promise.all(asked);
    expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
  });

  test('a caller whose calls hang leaves a slot to the others', async () => {
    const { ask, calls, keys } = pacedStub({ concurrency: 2 });
    void ask('b');
    await settle();
    calls[0]?.answer();
    await settle();
    for (let index = 0; index < 10; index += 1) void ask('a');
    await settle();
    expect(keys()).toBe('ba');
    void ask('b');
    void ask('c');
    await settle();
    expect(keys()).toBe('bab');
    calls[2]?.answer();
    await settle();
    expect(keys()).toBe('babc');
  });

  test('a lone caller has all slots, also some time after the last request of the others', async () => {
    const { ask, calls, keys } = pacedStub({ concurrency: 2, maxWaitMs: 100_000 });
    void ask('b');
    await settle();
    calls[0]?.answer();
    await settle();
    void ask('a');
    void ask('a');
    await vi.advanceTimersByTimeAsync(29_000);
    expect(keys()).toBe('ba');
    await vi.advanceTimersByTimeAsync(2000);
    expect(keys()).toBe('baa');
  });
});

test('interactive requests go before a walk’s, which never starves', async () => {
  const { ask, calls } = pacedStub({ concurrency: 1, perSecond: 1000 });
  void ask('z');
  for (let index = 0; index < 3; index += 1) void ask('w', { priority: 'background' });
  for (let index = 0; index < 20; index += 1) void ask(`a${index % 4}`);
  await settle();
  for (let index = 0; index < 24; index += 1) {
    calls[index]?.answer();
    await settle();
  }
  const walks = calls.flatMap(({ credentials }, index) => (credentials.apiKey === 'w' ? [index] : []));
  expect(walks).toEqual([8, 16, 23]);
});

test('pages that an answer shows as not read are free for others at once', async () => {
  const { ask, calls } = pacedStub({}, (call) => call.answer([{ id: 1 }]));
  await ask('a', {}, read('/v1/contacts', { innerPages: 100 }));
  for (let index = 0; index < 9; index += 1) await ask('b');
  expect(calls).toHaveLength(10);
});

test('sessions of one key share its minute, and are served round robin', async () => {
  const { askAs, calls } = pacedStub({ concurrency: 1, keyPerMinute: 4, maxWaitMs: 100_000 });
  for (const session of ['a', 'a', 'a', 'b', 'c']) void askAs(session);
  for (let index = 0; index < 5; index += 1) {
    await settle();
    calls[index]?.answer();
  }
  const sessions = (): string => calls.map(({ credentials }) => credentials.authorization?.at(-1)).join('');
  expect(sessions()).toBe('aabc');
  await vi.advanceTimersByTimeAsync(60_500);
  expect(sessions()).toBe('aabca');
});

test('a request with an aborted signal is not sent', async () => {
  const { ask, calls, pacer } = pacedStub({}, answer);
  expect(await ask('a', { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' });
  expect(calls).toHaveLength(0);
  expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
});

describe('however many keys come', () => {
  test('a used-up minute stays so, however many other keys come', async () => {
    const { ask, calls } = pacedStub({ keyPerMinute: 5, concurrency: 1 }, (call) => {
      if (call.credentials.apiKey === 'a') call.answer();
    });
    for (let index = 0; index < 5; index += 1) await ask('a');
    void ask('holds the slot');
    const tooLate = { deadlineAt: performance.now() - 1 };
    for (let index = 0; index < 5001; index += 1) {
      expect(await ask(`k${index}`, tooLate)).toMatchObject({ code: 'rate_limited' });
    }
    calls.at(-1)?.answer();
    await settle();
    expect(await ask('a')).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_500 });
    expect(calls).toHaveLength(6);
  });

  test('a used-up minute is kept while as many other keys are in use as a portal can serve', async () => {
    const { ask } = pacedStub({ keyPerMinute: 5, perSecond: 1000 }, answer);
    for (let index = 0; index < 5; index += 1) await ask('a');
    for (let index = 0; index < 600; index += 1) await ask(`k${index}`);
    expect(await ask('a')).toMatchObject({ code: 'rate_limited' });
  });

  test('a portal with a request in flight is never evicted', async () => {
    const { ask, keys } = pacedStub({ portals: 'many' });
    for (let index = 0; index < 3; index += 1) void ask('a');
    for (let index = 0; index < 5001; index += 1) void ask('b');
    await settle();
    void ask('a');
    await settle();
    expect(keys()).toBe('aabb');
  });
});

test('a listener that throws leaks no slot', async () => {
  const { send } = stubSend(answer);
  let count = 0;
  const pacer = createPacer({ concurrency: 1 }, () => {
    count += 1;
    if (count === 1) throw new Error('metrics');
  });
  const ask = (): Promise<UpstreamError | undefined> => errorOf(through(pacer.step)(send)(read(), { apiKey: 'a' }, {}));
  expect(await ask()).toMatchObject({ message: 'metrics' });
  expect(await ask()).toBeUndefined();
  expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('the stats report the part of the budget that is left', async () => {
  const { ask, pacer } = pacedStub({ keyPerMinute: 4, perSecond: 10 }, (call) =>
    call.credentials.apiKey === 'refused' ? call.fail(tooMany(0)) : call.answer(),
  );
  expect(pacer.stats()).toMatchObject({ leastKeyShareLeft: 1, lowestPortalRate: 10 });
  await ask('a');
  await ask('b');
  await ask('b');
  expect(pacer.stats()).toMatchObject({ leastKeyShareLeft: 0.5, lowestPortalRate: 10 });
  await vi.advanceTimersByTimeAsync(10_000);
  await ask('refused');
  expect(pacer.stats()).toMatchObject({ lowestPortalRate: 5 });
});

test('with all limits off no request waits', async () => {
  const off = Number.POSITIVE_INFINITY;
  const { ask, calls } = pacedStub({ concurrency: off, perSecond: off, keyPerMinute: off });
  for (let index = 0; index < 500; index += 1) void ask('a', {}, read('/v1/contacts', { innerPages: 100 }));
  await settle();
  expect(calls).toHaveLength(500);
});

test('portals of different keys do not wait for each other', async () => {
  const { ask, calls } = pacedStub({ concurrency: 1, portals: 'many' });
  void ask('a');
  void ask('b');
  void ask('b');
  await settle();
  expect(calls).toHaveLength(2);
});

describe('a refusal of the upstream', () => {
  /** Returns the wait of a request of a key after another failed with an error. */
  async function waitAfter(error: UpstreamError, apiKey = 'a'): Promise<number> {
    const upstream = pacedStub({}, (call) => (call.request.path === '/refused' ? call.fail(error) : call.answer()));
    await upstream.ask('a', {}, read('/refused'));
    const begun = performance.now();
    void upstream.ask(apiKey);
    await vi.advanceTimersByTimeAsync(100_000);
    return (upstream.calls[1]?.at ?? Number.NaN) - begun;
  }

  test('a rejection of the upstream pauses for its Retry-After, or two seconds', async () => {
    expect(await waitAfter(tooMany(5000))).toBe(5000);
    expect(await waitAfter(tooMany())).toBe(2000);
    expect(await waitAfter(failure('rate_limited', { details: { status: 429 } }))).toBe(2000);
    expect(await waitAfter(failure('rate_limited', { details: { code: 'QUEUE_TIMEOUT', status: 504 } }))).toBe(2000);
  });

  test('a rejection pauses all keys of the portal if no other key is answered', async () => {
    expect(await waitAfter(tooMany(5000), 'b')).toBe(5000);
  });

  test.each(['ERROR_LOOP_DETECTED', 'OPERATION_TIME_LIMIT'])('of one call (%s) pauses nothing', async (code) => {
    expect(await waitAfter(tooMany(5000, code))).toBe(0);
  });

  test('a rejection cannot pause for longer than a minute', async () => {
    const { ask, calls } = pacedStub({ maxWaitMs: 100_000 }, (call) => call.fail(tooMany(3_600_000)));
    await ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(60_000);
    await asked;
    expect(calls).toHaveLength(2);
  });

  test('a rejection of one key does not delay other keys that are answered; rejections of two keys throttle the portal', async () => {
    const refused = new Set(['a']);
    const { ask, calls } = pacedStub({ maxWaitMs: 100_000 }, (call) =>
      refused.has(call.credentials.apiKey) ? call.fail(tooMany(4000)) : call.answer(),
    );
    const timeOf = async (apiKey: string): Promise<number> => {
      const before = calls.length;
      const begun = performance.now();
      const asked = ask(apiKey);
      await settle();
      while (calls.length === before) await vi.advanceTimersByTimeAsync(100);
      await asked;
      return performance.now() - begun;
    };
    await ask('b');
    await ask('a');
    expect(await timeOf('b')).toBe(0);
    expect(await timeOf('c')).toBe(0);
    refused.add('c');
    await ask('c');
    expect(await timeOf('b')).toBeGreaterThanOrEqual(4000);
  });
});

describe('what the headers of a search say', () => {
  const search = read('/v1/contacts/search');
  /** Returns the number of searches and of other calls that may start at once after a search with this limit in its headers. */
  async function mayGoAfter(limit: number): Promise<{ searches: number; others: number }> {
    const { ask, calls } = pacedStub({ perSecond: 1000, maxWaitMs: 1000 }, (call) => {
      if (calls.length === 1) call.options.onRate?.({ limit, remaining: 3, resetMs: 30_000 });
      call.answer();
    });
    await ask('a', {}, search);
    for (let index = 0; index < 10; index += 1) await ask('a', {}, search);
    const searches = calls.length - 1;
    for (let index = 0; index < 10; index += 1) await ask('a');
    return { searches, others: calls.length - 1 - searches };
  }

  test('the headers of a search are about searches if the limit is that of searches', async () => {
    expect(await mayGoAfter(60)).toEqual({ searches: 3, others: 10 });
  });

  test('the headers of a search are about the key if the limit is above that of searches', async () => {
    expect(await mayGoAfter(300)).toEqual({ searches: 3, others: 0 });
  });
});

test('the rate that the portal reports applies', async () => {
  const { ask, calls } = pacedStub({ concurrency: 100 }, (call) =>
    call.answer({ rateLimit: { requestsPerSecond: 3 } }),
  );
  await ask('a', {}, read('/v1/me'));
  await vi.advanceTimersByTimeAsync(2000);
  for (let index = 0; index < 10; index += 1) void ask();
  await settle();
  expect(calls).toHaveLength(1 + 3);
});
