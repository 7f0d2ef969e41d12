import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, type StubCall, tooMany } from '../../test/stub-send.ts';
import type { UpstreamError } from '../errors.ts';
import { createPacer, type PaceOptions } from './pace.ts';
import type { SendOptions } from './send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

/** A pacer above an upstream whose answers the test gives, or that answers by `reply`. */
function setUp(options: PaceOptions = {}, reply?: (call: StubCall) => void) {
  const turns: [outcome: string, waitMs: number][] = [];
  const pacer = createPacer(options, ({ outcome, waitMs }) => turns.push([outcome, waitMs]));
  const { send, calls } = stubSend(reply);
  const step = pacer.step(send);
  return {
    pacer,
    turns,
    calls,
    keys: () => calls.map(({ credentials }) => credentials.apiKey).join(''),
    ask: (apiKey = 'a', more: SendOptions = {}, request = read()) => errorOf(step(request, { apiKey }, more)),
    /** The same with a session of an app's key. */
    askAs: (session: string, apiKey = 'app', request = read()) =>
      errorOf(step(request, { apiKey, authorization: `Bearer ${session}` }, {})),
  };
}

const answer = ({ answer: reply }: StubCall): void => reply();

describe('in flight', () => {
  test('are at most so many, and each end lets the next one go', async () => {
    const { ask, calls, pacer } = setUp({ concurrency: 2 });
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
    const { ask, calls, keys } = setUp({ concurrency: 2 });
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

  test('one who is alone has all slots, also when the others have been gone for a while', async () => {
    const { ask, calls, keys } = setUp({ concurrency: 2, maxWaitMs: 100_000 });
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

describe('a request that is given up', () => {
  /** When the next request goes after one whose caller leaves 50 ms after its turn. */
  async function nextAfter(typicalMs: number): Promise<number> {
    const { ask, calls } = setUp({ concurrency: 1 });
    if (typicalMs > 0) {
      const asked = ask();
      await vi.advanceTimersByTimeAsync(typicalMs);
      calls[0]?.answer();
      await asked;
    }
    await vi.advanceTimersByTimeAsync(2000);
    const begun = performance.now();
    const leaving = new AbortController();
    const left = ask('a', { signal: leaving.signal });
    await settle();
    void ask('b');
    await vi.advanceTimersByTimeAsync(50);
    leaving.abort();
    expect(await left).toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(20_000);
    return (calls.at(-1)?.at ?? Number.NaN) - begun;
  }

  test('keeps its slot as long as requests take here: the upstream may be at work on it', async () => {
    expect(await nextAfter(2000)).toBe(2000);
  });

  test('for some seconds at most', async () => {
    expect(await nextAfter(15_000)).toBe(5000);
  });

  test('gives it back at once where they take no longer, or nothing is known', async () => {
    expect(await nextAfter(40)).toBe(50);
    expect(await nextAfter(0)).toBe(50);
  });

  test('by its connection gives it back, too', async () => {
    const { ask, calls } = setUp({ concurrency: 1 });
    const first = ask();
    await vi.advanceTimersByTimeAsync(3000);
    calls[0]?.answer();
    await first;
    void ask();
    void ask();
    await settle();
    calls[1]?.fail(failure('network'));
    await settle();
    expect(calls).toHaveLength(3);
  });
});

describe('who waits', () => {
  test('and leaves frees the place at once, without a request', async () => {
    const { ask, calls, pacer } = setUp({ concurrency: 1 });
    void ask();
    const left = new AbortController();
    const asked = ask('a', { signal: left.signal });
    await settle();
    expect(pacer.stats().queued).toBe(1);
    left.abort();
    expect(pacer.stats().queued).toBe(0);
    expect(await asked).toMatchObject({ code: 'cancelled' });
    calls[0]?.answer();
    await settle();
    expect(calls).toHaveLength(1);
  });

  test('too long is refused, with the time to come back after', async () => {
    const { ask, pacer } = setUp({ concurrency: 1, maxWaitMs: 5000 });
    void ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await asked).toMatchObject({ code: 'rate_limited', details: {}, retryAfterMs: 1000 });
    expect(pacer.stats().queued).toBe(0);
  });

  test('until the deadline is refused then: the queue was at fault, not the portal', async () => {
    const { ask } = setUp({ concurrency: 1 });
    void ask();
    const asked = ask('a', { deadlineAt: performance.now() + 300 });
    await vi.advanceTimersByTimeAsync(300);
    expect(await asked).toMatchObject({ code: 'rate_limited' });
  });

  test('would wait too long is refused at once', async () => {
    const { ask, calls } = setUp({ perSecond: 10, concurrency: 100 }, answer);
    const asked = Array.from({ length: 100 }, () => ask('a', { deadlineAt: performance.now() + 2000 }));
    await settle();
    const begun = performance.now();
    const refused = (await Promise.all(asked.slice(60))).map((error) => error?.code);
    expect(new Set(refused)).toEqual(new Set(['rate_limited']));
    expect(performance.now()).toBe(begun);
    expect(calls).toHaveLength(10);
  });

  test('for a key whose minute is used up is told how long', async () => {
    const { ask, calls } = setUp({ keyPerMinute: 5 }, answer);
    for (let index = 0; index < 5; index += 1) expect(await ask()).toBeUndefined();
    expect(await ask()).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_500 });
    // Other keys are not held up.
    expect(await ask('b')).toBeUndefined();
    expect(calls).toHaveLength(6);
  });

  test('for a search beyond those of a minute waits; other calls of the key go on', async () => {
    const { ask, calls } = setUp({ searchesPerMinute: 2, maxWaitMs: 100_000 }, answer);
    const search = read('/v1/contacts/search');
    for (let index = 0; index < 2; index += 1) expect(await ask('a', {}, search)).toBeUndefined();
    const begun = performance.now();
    const third = ask('a', {}, search);
    await settle();
    expect(await ask('a')).toBeUndefined();
    expect(await ask('b', {}, search)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(60_500);
    expect(await third).toBeUndefined();
    expect(calls.map(({ at }) => Math.round(at - begun))).toEqual([0, 0, 0, 0, 60_500]);
  });

  test('for a minute that is used up makes nobody else wait, and only as many wait as have a place in it', async () => {
    const { ask, askAs, calls, pacer } = setUp({ searchesPerMinute: 5 }, answer);
    const search = read('/v1/contacts/search');
    for (let index = 0; index < 5; index += 1) {
      void askAs(`early ${index}`, 'app', search);
      await vi.advanceTimersByTimeAsync(110);
    }
    await vi.advanceTimersByTimeAsync(35_000);
    const searches = Array.from({ length: 100 }, (_, index) => askAs(`late ${index}`, 'app', search));
    await settle();
    expect(pacer.stats().queued).toBe(5);
    const begun = performance.now();
    expect([await askAs('another', 'app'), await ask('b', { deadlineAt: begun + 5000 })]).toEqual([
      undefined,
      undefined,
    ]);
    expect(performance.now()).toBe(begun);
    await vi.advanceTimersByTimeAsync(31_000);
    const errors = await Promise.all(searches);
    expect(errors.filter((error) => error === undefined)).toHaveLength(5);
    expect(calls).toHaveLength(5 + 2 + 5);
  });

  test('for a minute that is used up is not counted among those before others', async () => {
    const { ask, askAs, pacer } = setUp({}, answer);
    const search = (index: number) => askAs(`${index}`, 'app', read('/v1/contacts/search'));
    for (let index = 0; index < 60; index += 1) {
      void search(index);
      await vi.advanceTimersByTimeAsync(110);
    }
    await vi.advanceTimersByTimeAsync(35_000);
    for (let index = 60; index < 120; index += 1) void search(index);
    await settle();
    expect(pacer.stats().queued).toBe(60);
    const asked = Array.from({ length: 12 }, () => ask('b', { deadlineAt: performance.now() + 3000 }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(await Promise.all(asked)).toEqual(asked.map(() => undefined));
  });

  test('behind a slow upstream is told so at once, not after a wait in vain', async () => {
    const { ask, calls } = setUp({ maxWaitMs: 10_000 }, (call) => void setTimeout(call.answer, 1900));
    await Promise.all([ask(), vi.advanceTimersByTimeAsync(1900)]);
    const begun = performance.now();
    const ends: [boolean, number][] = [];
    for (let index = 0; index < 40; index += 1) {
      void ask('a').then((error) => ends.push([error === undefined, performance.now() - begun]));
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ends).toHaveLength(40);
    // Two at a time, two seconds each: who would have to wait more than ten has no use of waiting.
    for (const [isServed, tookMs] of ends) expect(isServed || tookMs === 0, `${tookMs} ms`).toBe(true);
    expect(calls.length).toBeGreaterThan(10);
  });

  test('and leaves no timer behind, however the wait ends', async () => {
    const { ask, calls, pacer } = setUp({}, (call) => call.request.path === '/refused' && call.fail(tooMany(20_000)));
    await ask('a', {}, read('/refused'));
    const leaving = new AbortController();
    const { signal } = leaving;
    const left = [ask('a', { signal }), ask('b', { signal })];
    await settle();
    expect(pacer.stats().queued).toBe(2);
    leaving.abort();
    await Promise.all(left);
    expect(vi.getTimerCount()).toBe(0);
    const staying = new AbortController();
    void ask('a', { signal: staying.signal });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(calls).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
    // The stub's own.
    expect(getEventListeners(staying.signal, 'abort')).toHaveLength(1);
  });

  test('without a limit of time does', async () => {
    const { ask, calls } = setUp({ concurrency: 1, maxWaitMs: Number.POSITIVE_INFINITY });
    void ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(3_600_000);
    calls[0]?.answer();
    await settle();
    calls[1]?.answer();
    expect(await asked).toBeUndefined();
  });

  test('finds a full queue is refused, unless another has more in it', async () => {
    const { ask, pacer } = setUp({ concurrency: 1, maxWaiting: 4 });
    void ask('z');
    const greedy = Array.from({ length: 4 }, () => ask('a'));
    expect(await ask('a')).toMatchObject({ code: 'rate_limited' });
    void ask('b');
    expect(await greedy[3]).toMatchObject({ code: 'rate_limited' });
    expect(pacer.stats().queued).toBe(4);
    void ask('b');
    expect(await greedy[2]).toMatchObject({ code: 'rate_limited' });
    // Now both have two.
    expect(await ask('b')).toMatchObject({ code: 'rate_limited' });
  });
});

test('each wait is told by how it ended', async () => {
  const { ask, calls, turns } = setUp({ concurrency: 1, maxWaitMs: 5000, maxWaiting: 3 });
  void ask('z');
  await settle();
  const leaving = new AbortController();
  const asked = [ask('a'), ask('b', { signal: leaving.signal }), ask('c'), ask('a')];
  await vi.advanceTimersByTimeAsync(1000);
  leaving.abort();
  calls[0]?.answer();
  await vi.advanceTimersByTimeAsync(4000);
  calls[1]?.answer();
  await vi.advanceTimersByTimeAsync(0);
  await Promise.all(asked);
  expect(turns).toEqual([
    ['sent', 0],
    ['refused', 0],
    ['left', 1000],
    ['sent', 1000],
    ['refused', 5000],
  ]);
});

test('interactive requests go before a walk’s, which never starves', async () => {
  const { ask, calls } = setUp({ concurrency: 1, perSecond: 1000 });
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

test('what an answer shows not to have been read is free for others at once', async () => {
  const { ask, calls } = setUp({}, (call) => call.answer([{ id: 1 }]));
  await ask('a', {}, read('/v1/contacts', { innerPages: 100 }));
  for (let index = 0; index < 9; index += 1) await ask('b');
  expect(calls).toHaveLength(10);
});

test('a minute is the key’s, turns are the sessions’', async () => {
  const { askAs, calls } = setUp({ concurrency: 1, keyPerMinute: 4, maxWaitMs: 100_000 });
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

test('a caller who has left already is not sent for', async () => {
  const { ask, calls, pacer } = setUp({}, answer);
  expect(await ask('a', { signal: AbortSignal.abort() })).toMatchObject({ code: 'cancelled' });
  expect(calls).toHaveLength(0);
  expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
});

describe('however many keys come', () => {
  test('a minute that is used up stays so', async () => {
    const { ask, calls } = setUp({ keyPerMinute: 5, concurrency: 1 }, (call) => {
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

  test('nor is one forgotten while as many others are in use as a portal can serve', async () => {
    const { ask } = setUp({ keyPerMinute: 5, perSecond: 1000 }, answer);
    for (let index = 0; index < 5; index += 1) await ask('a');
    for (let index = 0; index < 600; index += 1) await ask(`k${index}`);
    expect(await ask('a')).toMatchObject({ code: 'rate_limited' });
  });

  test('a portal that works on something is not forgotten', async () => {
    const { ask, keys } = setUp({ portals: 'many' });
    for (let index = 0; index < 3; index += 1) void ask('a');
    for (let index = 0; index < 5001; index += 1) void ask('b');
    await settle();
    void ask('a');
    await settle();
    expect(keys()).toBe('aabb');
  });
});

test('a listener that throws takes no slot with it', async () => {
  const { send } = stubSend(answer);
  let count = 0;
  const pacer = createPacer({ concurrency: 1 }, () => {
    count += 1;
    if (count === 1) throw new Error('metrics');
  });
  const ask = (): Promise<UpstreamError | undefined> => errorOf(pacer.step(send)(read(), { apiKey: 'a' }, {}));
  expect(await ask()).toMatchObject({ message: 'metrics' });
  expect(await ask()).toBeUndefined();
  expect(pacer.stats()).toMatchObject({ queued: 0, inFlight: 0 });
});

test('what is left of the budget is told', async () => {
  const { ask, pacer } = setUp({ keyPerMinute: 4, perSecond: 10 }, (call) =>
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

test('everything off is no wait, whatever comes', async () => {
  const off = Number.POSITIVE_INFINITY;
  const { ask, calls } = setUp({ concurrency: off, perSecond: off, keyPerMinute: off });
  for (let index = 0; index < 500; index += 1) void ask('a', {}, read('/v1/contacts', { innerPages: 100 }));
  await settle();
  expect(calls).toHaveLength(500);
});

test('portals of different keys do not wait for each other', async () => {
  const { ask, calls } = setUp({ concurrency: 1, portals: 'many' });
  void ask('a');
  void ask('b');
  void ask('b');
  await settle();
  expect(calls).toHaveLength(2);
});

describe('a refusal of the upstream', () => {
  /** How long until a request of a key may go, after another was refused so. */
  async function waitAfter(error: UpstreamError, apiKey = 'a'): Promise<number> {
    const upstream = setUp({}, (call) => (call.request.path === '/refused' ? call.fail(error) : call.answer()));
    await upstream.ask('a', {}, read('/refused'));
    const begun = performance.now();
    void upstream.ask(apiKey);
    await vi.advanceTimersByTimeAsync(100_000);
    return (upstream.calls[1]?.at ?? Number.NaN) - begun;
  }

  test('pauses for as long as it says, or two seconds', async () => {
    expect(await waitAfter(tooMany(5000))).toBe(5000);
    expect(await waitAfter(tooMany())).toBe(2000);
    expect(await waitAfter(failure('rate_limited', { details: { status: 429 } }))).toBe(2000);
    expect(await waitAfter(failure('rate_limited', { details: { code: 'QUEUE_TIMEOUT', status: 504 } }))).toBe(2000);
  });

  test('pauses all keys of the portal if no other key is answered', async () => {
    expect(await waitAfter(tooMany(5000), 'b')).toBe(5000);
  });

  test.each(['ERROR_LOOP_DETECTED', 'OPERATION_TIME_LIMIT'])('of one call (%s) pauses nothing', async (code) => {
    expect(await waitAfter(tooMany(5000, code))).toBe(0);
  });

  test('cannot pause for longer than a minute', async () => {
    const { ask, calls } = setUp({ maxWaitMs: 100_000 }, (call) => call.fail(tooMany(3_600_000)));
    await ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(60_000);
    await asked;
    expect(calls).toHaveLength(2);
  });

  test('of one key does not hold up others that are answered; of two keys it is the portal’s', async () => {
    const refused = new Set(['a']);
    const { ask, calls } = setUp({ maxWaitMs: 100_000 }, (call) =>
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
  /** How many searches, and how many other calls, may go at once after a search whose answer said this. */
  async function mayGoAfter(limit: number): Promise<{ searches: number; others: number }> {
    const { ask, calls } = setUp({ perSecond: 1000, maxWaitMs: 1000 }, (call) => {
      if (calls.length === 1) call.options.onRate?.({ limit, remaining: 3, resetMs: 30_000 });
      call.answer();
    });
    await ask('a', {}, search);
    for (let index = 0; index < 10; index += 1) await ask('a', {}, search);
    const searches = calls.length - 1;
    for (let index = 0; index < 10; index += 1) await ask('a');
    return { searches, others: calls.length - 1 - searches };
  }

  test('is about searches if the limit is theirs', async () => {
    expect(await mayGoAfter(60)).toEqual({ searches: 3, others: 10 });
  });

  test('is about the key if it is more than theirs', async () => {
    expect(await mayGoAfter(300)).toEqual({ searches: 3, others: 0 });
  });
});

test('the portal’s own word on its rate holds', async () => {
  const { ask, calls } = setUp({ concurrency: 100 }, (call) => call.answer({ rateLimit: { requestsPerSecond: 3 } }));
  await ask('a', {}, read('/v1/me'));
  await vi.advanceTimersByTimeAsync(2000);
  for (let index = 0; index < 10; index += 1) void ask();
  await settle();
  expect(calls).toHaveLength(1 + 3);
});
