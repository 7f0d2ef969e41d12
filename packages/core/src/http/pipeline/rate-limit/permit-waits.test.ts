import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, pacedStub, settle } from '../../../../test/paced-stub.ts';
import { errorOf, failure, read, stubSend, tooMany } from '../../../../test/stub-send.ts';
import { type StubSend, through } from '../../../../test/through.ts';
import { createPacer } from './pace.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('an abandoned request', () => {
  /** Returns the time at which the next request is sent after one that is aborted 50 ms after its permit. */
  async function nextAfter(typicalMs: number): Promise<number> {
    const { ask, calls } = pacedStub({ concurrency: 1 });
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

  test('an abandoned request keeps its slot for the average duration: the upstream may be at work on it', async () => {
    expect(await nextAfter(2000)).toBe(2000);
  });

  test('an abandoned request keeps its slot for some seconds at most', async () => {
    expect(await nextAfter(15_000)).toBe(5000);
  });

  test('an abandoned request releases its slot at once if the average is shorter or unknown', async () => {
    expect(await nextAfter(40)).toBe(50);
    expect(await nextAfter(0)).toBe(50);
  });

  test('a request abandoned before it was sent releases its slot at once', async () => {
    const connecting: StubSend = (_request, _credentials, { signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(failure('cancelled')), { once: true });
      });
    const pacer = createPacer({ concurrency: 1 });
    const { send } = stubSend((call) => void setTimeout(call.answer, 3000));
    const answered = through(pacer.step)(send)(read(), { apiKey: 'a' }, {});
    await vi.advanceTimersByTimeAsync(3000);
    await answered;
    const leaving = new AbortController();
    const left = errorOf(through(pacer.step)(connecting)(read(), { apiKey: 'a' }, { signal: leaving.signal }));
    await settle();
    leaving.abort();
    await left;
    expect(pacer.stats().inFlight).toBe(0);
  });

  test('a request whose connection failed releases its slot', async () => {
    const { ask, calls } = pacedStub({ concurrency: 1 });
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

describe('a waiting request', () => {
  test('an aborted wait frees its place at once, and sends nothing', async () => {
    const { ask, calls, pacer } = pacedStub({ concurrency: 1 });
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

  test('a request that waited too long is rejected, with the time after which to retry', async () => {
    const { ask, pacer } = pacedStub({ concurrency: 1, maxWaitMs: 5000 });
    void ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await asked).toMatchObject({ code: 'rate_limited', details: {}, retryAfterMs: 1000 });
    expect(pacer.stats().queued).toBe(0);
  });

  test('a wait that reaches the deadline is rejected as a full queue, not as a failing portal', async () => {
    const { ask } = pacedStub({ concurrency: 1 });
    void ask();
    const asked = ask('a', { deadlineAt: performance.now() + 300 });
    await vi.advanceTimersByTimeAsync(300);
    expect(await asked).toMatchObject({ code: 'rate_limited' });
  });

  test('a request that would wait too long is rejected at once', async () => {
    const { ask, calls } = pacedStub({ perSecond: 10, concurrency: 100 }, answer);
    const asked = Array.from({ length: 100 }, () => ask('a', { deadlineAt: performance.now() + 2000 }));
    await settle();
    const begun = performance.now();
    const refused = (await Promise.all(asked.slice(60))).map((error) => error?.code);
    expect(new Set(refused)).toEqual(new Set(['rate_limited']));
    expect(performance.now()).toBe(begun);
    expect(calls).toHaveLength(10);
  });

  test('a request of a key with a used-up minute is rejected with the time after which to retry', async () => {
    const { ask, calls } = pacedStub({ keyPerMinute: 5 }, answer);
    for (let index = 0; index < 5; index += 1) expect(await ask()).toBeUndefined();
    expect(await ask()).toMatchObject({ code: 'rate_limited', retryAfterMs: 60_500 });
    // Other keys are not held up.
    expect(await ask('b')).toBeUndefined();
    expect(calls).toHaveLength(6);
  });

  test('a search beyond those of a minute waits; other calls of the key are sent', async () => {
    const { ask, calls } = pacedStub({ searchesPerMinute: 2, maxWaitMs: 100_000 }, answer);
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

  test('a wait for a used-up minute delays no other caller, and only as many wait as the next minute has places', async () => {
    const { ask, askAs, calls, pacer } = pacedStub({ searchesPerMinute: 5 }, answer);
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

  test('a request that waits for a used-up minute does not count as one before others', async () => {
    const { ask, askAs, pacer } = pacedStub({}, answer);
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

  test('a request behind a slow upstream is rejected at once, not after a wait in vain', async () => {
    const { ask, calls } = pacedStub({ maxWaitMs: 10_000 }, (call) => void setTimeout(call.answer, 1900));
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

  test('a wait leaves no timer behind, however it ends', async () => {
    const { ask, calls, pacer } = pacedStub(
      {},
      (call) => call.request.path === '/refused' && call.fail(tooMany(20_000)),
    );
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

  test('without a maximum wait, requests wait until their permit', async () => {
    const { ask, calls } = pacedStub({ concurrency: 1, maxWaitMs: Number.POSITIVE_INFINITY });
    void ask();
    const asked = ask();
    await vi.advanceTimersByTimeAsync(3_600_000);
    calls[0]?.answer();
    await settle();
    calls[1]?.answer();
    expect(await asked).toBeUndefined();
  });

  test('a request to a full queue is rejected, unless another caller has more in it', async () => {
    const { ask, pacer } = pacedStub({ concurrency: 1, maxWaiting: 4 });
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

test('each wait is reported with its end', async () => {
  const { ask, calls, turns } = pacedStub({ concurrency: 1, maxWaitMs: 5000, maxWaiting: 3 });
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
