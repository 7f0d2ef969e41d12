import { errors } from 'undici';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, type StubCall, tooMany } from '../../../test/stub-send.ts';
import { endingIn } from '../../../test/through.ts';
import { createPipeline, type PipelineOptions } from './pipeline.ts';
import type { SendOptions, UpstreamEvent } from './send.ts';

// Each step is tested beside its file; these tests are about the order of the steps.

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

function setUp(reply: (call: StubCall) => void, options: Partial<PipelineOptions> = {}) {
  const events: UpstreamEvent[] = [];
  const { send, calls } = stubSend((call) => reply(call));
  const pipeline = createPipeline(
    { origin: 'http://upstream.test', timeoutMs: 40_000, onEvent: (event) => events.push(event), ...options },
    endingIn(send),
  );
  return {
    ...pipeline,
    calls,
    events,
    ask: (path: string, more: SendOptions = {}, apiKey = 'k') => errorOf(pipeline.send(read(path), { apiKey }, more)),
  };
}

/** Returns the number of requests that may start now without a wait. */
async function placesLeft({ ask, calls }: ReturnType<typeof setUp>): Promise<number> {
  const before = calls.length;
  for (let index = 0; index < 20; index += 1) {
    void ask(`/left/${index}`, {}, `other ${index}`);
    await settle();
  }
  return calls.length - before;
}

const well = ({ answer }: StubCall): void => answer();
const hang = (): void => undefined;

test('ten requests in a second are sent without a wait', async () => {
  expect(await placesLeft(setUp(well))).toBe(10);
});

test('coalesce stands above pace: identical reads share one permit', async () => {
  const pipeline = setUp(well);
  await Promise.all([0, 1, 2, 3].map(() => pipeline.ask('/v1/contacts')));
  expect(pipeline.calls).toHaveLength(1);
  expect(await placesLeft(pipeline)).toBe(9);
});

test('coalesce stands above retry: identical reads share the tries', async () => {
  const pipeline = setUp(({ fail }) => fail(failure('network')));
  const asked = [0, 1, 2].map(() => pipeline.ask('/v1/contacts', { deadlineAt: performance.now() + 1 }));
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(asked);
  // One by the read that started it, and one more, together, by those that joined.
  expect(pipeline.calls).toHaveLength(2);
});

test('deadline stands above coalesce: a joined read has a deadline of its own', async () => {
  const pipeline = setUp(hang);
  const now = performance.now();
  const ended: string[] = [];
  const asked = [5000, 1000].map(async (ms) => {
    await pipeline.ask('/v1/contacts', { deadlineAt: now + ms });
    ended.push(`${ms}: ${performance.now() - now}`);
  });
  await vi.advanceTimersByTimeAsync(6000);
  await Promise.all(asked);
  expect(ended).toEqual(['1000: 1000', '5000: 5000']);
  expect(pipeline.calls).toHaveLength(1);
});

test('the loop guard stands above pace: a blocked call takes no permit', async () => {
  const pipeline = setUp((call) =>
    call.request.path === '/blocked' ? call.fail(tooMany(60_000, 'ERROR_LOOP_DETECTED')) : call.answer(),
  );
  for (let index = 0; index < 5; index += 1) await pipeline.ask('/blocked');
  expect(pipeline.calls).toHaveLength(1);
  expect(await placesLeft(pipeline)).toBe(9);
});

test('retry stands above pace: each try needs a permit', async () => {
  const pipeline = setUp((call) => (call.request.path === '/fails' ? call.fail(failure('network')) : call.answer()), {
    retry: { baseDelayMs: 2, random: () => 0 },
  });
  const asked = pipeline.ask('/fails');
  await vi.advanceTimersByTimeAsync(20);
  await asked;
  expect(pipeline.calls.map(({ options }) => options.attempt)).toEqual([1, 2, 3]);
  expect(await placesLeft(pipeline)).toBe(7);
});

test('retry stands above the breaker: each try counts, and none is made once it is open', async () => {
  const pipeline = setUp(({ fail }) => fail(failure('network')), { retry: { baseDelayMs: 2 } });
  for (const path of ['/one', '/two']) {
    const asked = pipeline.ask(path);
    await vi.advanceTimersByTimeAsync(20);
    await asked;
  }
  expect(pipeline.calls).toHaveLength(5);
  expect(pipeline.stats().breakersOpen).toBe(1);
});

test('the breaker stands above pace: a call that it rejects takes no place in the queue', async () => {
  const pipeline = setUp(({ fail, request }) => request.path === '/fails' && fail(failure('unavailable')), {
    pace: { concurrency: 1 },
    breaker: { random: () => 1 },
  });
  for (let index = 0; index < 5; index += 1) await pipeline.ask('/fails');
  void pipeline.ask('/hangs', {}, 'other');
  await settle();
  expect(await pipeline.ask('/fails')).toMatchObject({ code: 'unavailable', retryAfterMs: 500 });
  expect(pipeline.stats()).toMatchObject({ queued: 0, inFlight: 1, breakersOpen: 1 });
});

test('pace reports the permit to the breaker: a call that waited long and then failed at once did not hang', async () => {
  const pipeline = setUp(({ fail, request }) => request.path.startsWith('/fails') && fail(failure('unavailable')), {
    pace: { concurrency: 1 },
    retry: { retries: 0 },
  });
  void pipeline.ask('/hangs', {}, 'other');
  await settle();
  const asked = ['/fails/1', '/fails/2'].map((path) => pipeline.ask(path));
  await vi.advanceTimersByTimeAsync(20_000);
  pipeline.calls[0]?.answer();
  await settle();
  await Promise.all(asked);
  expect(pipeline.stats().breakersOpen).toBe(0);
});

test('the deadline covers the wait, the tries and the answer together', async () => {
  const pipeline = setUp((call) => (call.options.attempt === 1 ? call.fail(tooMany(1500)) : undefined), {
    pace: { concurrency: 1 },
    retry: { random: () => 0 },
    timeoutMs: 4000,
  });
  const asked = pipeline.ask('/v1/contacts');
  await vi.advanceTimersByTimeAsync(3999);
  expect(pipeline.calls).toHaveLength(2);
  let ended = false;
  void asked.then(() => (ended = true));
  await settle();
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await asked).toMatchObject({ code: 'timeout' });
  expect(pipeline.stats()).toMatchObject({ queued: 0, inFlight: 0, breakersOpen: 0 });
});

test('trace stands below all waits: it sees the tries that are sent, not those that wait', async () => {
  const pipeline = setUp(hang, { pace: { concurrency: 1 } });
  let sent = 0;
  const { ROOT_CONTEXT } = await import('@opentelemetry/api');
  const trace = { context: ROOT_CONTEXT, onSend: () => void (sent += 1) };
  for (const path of ['/one', '/two', '/three']) void pipeline.ask(path, { trace });
  await settle();
  expect(sent).toBe(1);
});

test('calls are reported below retry and above the map: each try with its outcome', async () => {
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const pipeline = setUp((call) => (call.options.attempt === 1 ? call.fail(reset) : call.answer()));
  const asked = pipeline.ask('/v1/contacts');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await asked).toBeUndefined();
  const tries = pipeline.events.filter(({ type }) => type === 'call');
  expect(tries).toMatchObject([
    { attempt: 1, outcome: 'network' },
    { attempt: 2, outcome: 'ok' },
  ]);
});

test('the map stands below the breaker: an error of undici counts as a failure', async () => {
  const pipeline = setUp(({ fail }) => fail(new errors.SocketError('other side closed')), { retry: { retries: 0 } });
  for (let index = 0; index < 5; index += 1) {
    expect(await pipeline.ask(`/${index}`)).toMatchObject({ code: 'network' });
  }
  expect(pipeline.stats().breakersOpen).toBe(1);
});

test('a bug of the gateway is thrown as it is, once, and counts as no failure', async () => {
  const mistake = new TypeError('x is not a function');
  const pipeline = setUp(({ fail }) => fail(mistake));
  for (let index = 0; index < 5; index += 1) expect(await pipeline.ask(`/${index}`)).toBe(mistake);
  expect(pipeline.calls).toHaveLength(5);
  expect(pipeline.stats()).toMatchObject({ inFlight: 0, breakersOpen: 0 });
});

test('authorize stands nearest to the wire: a request has its credentials, whatever headers the steps above set', async () => {
  const pipeline = setUp(well);
  const headers = { 'x-api-key': 'another', 'x-custom': '1' };
  await pipeline.send(read('/v1/contacts', { headers }), { apiKey: 'k', authorization: 'Bearer s' }, {});
  expect(pipeline.calls[0]?.request.headers).toEqual({
    'x-api-key': 'k',
    authorization: 'Bearer s',
    'x-custom': '1',
  });
});
