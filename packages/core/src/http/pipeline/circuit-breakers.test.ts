import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf, failure, read, stubSend, tooMany } from '../../../test/stub-send.ts';
import { through } from '../../../test/through.ts';
import type { Credentials } from '../../credentials.ts';
import { Callers } from './callers.ts';
import { breakCircuits, type BreakerOptions } from './circuit-breakers.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Creates a breaker above an upstream that does what `outcome` says, and records its states. */
function setUp(options: BreakerOptions = {}) {
  const states: string[] = [];
  const callers = new Callers();
  const breakers = breakCircuits({ random: () => 1, ...options, onState: (state) => states.push(state) });
  let outcome: unknown;
  const { send, calls } = stubSend((call) => {
    if (outcome === undefined) call.answer();
    else if (outcome !== 'hangs') call.fail(outcome);
  });
  const step = through(breakers)(send, callers);
  return {
    callers,
    states,
    calls,
    ask: (result: unknown, credentials: Credentials = { apiKey: 'k' }) => {
      outcome = result;
      return errorOf(step(read(), credentials, {}));
    },
    /** Sends a request that is never answered. */
    async hang(timeoutMs: number) {
      const asked = this.ask('hangs');
      const call = calls.at(-1);
      await vi.advanceTimersByTimeAsync(timeoutMs);
      call?.fail(failure('timeout'));
      await asked;
    },
    async open() {
      for (let index = 0; index < 5; index += 1) await this.ask(failure('unavailable'));
      expect(states.at(-1)).toBe('open');
    },
  };
}

describe('opens', () => {
  test.each([
    ['5xx', failure('unavailable', { details: { status: 500 } })],
    ['time-outs', failure('timeout')],
    ['broken connections', failure('network')],
    ['waits in the portal’s queue', failure('rate_limited', { details: { code: 'QUEUE_TIMEOUT', status: 504 } })],
    ['full queues of the portal', failure('rate_limited', { details: { code: 'QUEUE_OVERFLOW', status: 503 } })],
    ['5xx of any code', failure('forbidden', { details: { code: 'ACCESS_DENIED', status: 500 } })],
    ['methods over their time', tooMany(60_000, 'OPERATION_TIME_LIMIT')],
  ])('the breaker opens after five %s, and then rejects calls at once with the time left', async (_, error) => {
    const { ask, calls, states, callers } = setUp();
    for (let index = 0; index < 5; index += 1) await ask(error);
    expect(states).toEqual(['open']);
    expect(callers.openBreakers).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(await ask(undefined)).toMatchObject({ code: 'unavailable', retryAfterMs: 300, details: {} });
    expect(calls).toHaveLength(5);
  });

  test.each([
    ['4xx', failure('rejected', { details: { status: 400 } })],
    ['missing rights', failure('forbidden')],
    ['limits', tooMany(1000)],
    ['full queues of our own', failure('rate_limited', { retryAfterMs: 1000 })],
    ['calls of a batch, whose errors have no status', failure('rate_limited', { details: { code: 'QUEUE_TIMEOUT' } })],
    ['aborted calls', failure('cancelled')],
    ['answers outside the contract', failure('bad_response')],
  ])('the breaker never opens for %s', async (_, error) => {
    const { ask, states, calls } = setUp();
    for (let index = 0; index < 50; index += 1) await ask(error);
    expect(states).toEqual([]);
    expect(calls).toHaveLength(50);
  });

  test('the breaker opens once half of the calls failed; with a threshold of 1, once all failed', async () => {
    const half = setUp();
    for (let index = 0; index < 5; index += 1) await half.ask(undefined);
    for (let index = 0; index < 4; index += 1) await half.ask(failure('timeout'));
    expect(half.states).toEqual([]);
    await half.ask(failure('timeout'));
    expect(half.states).toEqual(['open']);

    const all = setUp({ threshold: 1 });
    for (let index = 0; index < 4; index += 1) await all.ask(failure('timeout'));
    expect(all.states).toEqual([]);
    await all.ask(failure('timeout'));
    expect(all.states).toEqual(['open']);
  });

  test('the breaker counts failures of the last 30 s only, however few calls there are', async () => {
    const { ask, states } = setUp();
    for (let index = 0; index < 50; index += 1) {
      await ask(failure('timeout'));
      await vi.advanceTimersByTimeAsync(8000);
    }
    expect(states).toEqual([]);
  });

  test.each([
    { timeoutMs: 40_000, calls: 1 },
    { timeoutMs: 30_000, calls: 1 },
    { timeoutMs: 29_999, calls: 2 },
    { timeoutMs: 15_000, calls: 2 },
    { timeoutMs: 10_000, calls: 3 },
    { timeoutMs: 5000, calls: 5 },
  ])(
    'the breaker opens after $calls calls that hang one after the other for $timeoutMs ms',
    async ({ timeoutMs, calls }) => {
      const breaker = setUp();
      for (let index = 0; index < calls; index += 1) {
        expect(breaker.states).toEqual([]);
        await breaker.hang(timeoutMs);
      }
      expect(breaker.states).toEqual(['open']);
    },
  );

  test('the breaker does not open for a call that hangs among others that are answered', async () => {
    const breaker = setUp();
    const hanging = breaker.ask('hangs');
    await vi.advanceTimersByTimeAsync(40_000);
    for (let index = 0; index < 6; index += 1) await breaker.ask(undefined);
    breaker.calls[0]?.fail(failure('timeout'));
    await hanging;
    expect(breaker.states).toEqual([]);
  });

  test('the breaker never opens when it is off', async () => {
    const { ask, calls } = setUp({ threshold: 0 });
    for (let index = 0; index < 50; index += 1) await ask(failure('timeout'));
    expect(calls).toHaveLength(50);
  });

  test.each([
    ['of another key', { apiKey: 'other' }],
    ['of a session of its own', { apiKey: 'k', authorization: 'Bearer 1' }],
  ])('the breaker opens for one caller, not for a caller %s', async (_, other) => {
    const breaker = setUp();
    await breaker.open();
    expect(await breaker.ask(undefined, other)).toBeUndefined();
  });

  test('the wait in the gateway’s own queue does not count as part of a failed call', async () => {
    const breaker = setUp();
    const asked = [0, 1].map(() => breaker.ask('hangs'));
    await vi.advanceTimersByTimeAsync(30_000);
    for (const { options } of breaker.calls) options.onPermit?.(30_000);
    for (const { fail } of breaker.calls) fail(failure('unavailable'));
    await Promise.all(asked);
    expect(breaker.states).toEqual([]);
  });

  test('the time from permit to failure counts as part of a failed call', async () => {
    const breaker = setUp();
    const asked = [0, 1, 2].map(() => breaker.ask('hangs'));
    for (const { options } of breaker.calls) options.onPermit?.(15_000);
    await vi.advanceTimersByTimeAsync(25_000);
    for (const { fail } of breaker.calls) fail(failure('timeout'));
    await Promise.all(asked);
    expect(breaker.states).toEqual(['open']);
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 10_000 });
  });
});

describe('after the reset timeout', () => {
  test('a half-open breaker lets one call through as a probe and rejects the others at once', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(breaker.callers.openBreakers).toBe(0);
    void breaker.ask('hangs');
    expect(await breaker.ask(undefined)).toMatchObject({ code: 'unavailable', retryAfterMs: 1000 });
    expect(breaker.calls).toHaveLength(6);
    breaker.calls[5]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(await breaker.ask(undefined)).toBeUndefined();
    expect(breaker.states).toEqual(['open', 'half-open', 'closed']);
  });

  test('a failed probe opens the breaker again, for twice as long', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(1000);
    await breaker.ask(failure('timeout'));
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 1000 });
    expect(breaker.states).toEqual(['open', 'half-open', 'open']);
  });

  /** Returns the reset timeouts after so many failures in a row. */
  async function restsOf(options: BreakerOptions, count: number): Promise<readonly number[]> {
    const breaker = setUp(options);
    await breaker.open();
    const rests: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const { retryAfterMs = 0 } = (await breaker.ask(undefined)) ?? {};
      rests.push(retryAfterMs);
      await vi.advanceTimersByTimeAsync(retryAfterMs);
      await breaker.ask(failure('unavailable'));
    }
    return rests;
  }

  test('a portal that stays down is probed less and less often, up to the longest reset timeout', async () => {
    expect(await restsOf({}, 7)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(await restsOf({ maxResetTimeoutMs: 1500 }, 3)).toEqual([500, 1000, 1500]);
    expect(await restsOf({ maxResetTimeoutMs: 200 }, 2)).toEqual([200, 200]);
  });

  test('up to half of each reset timeout is random: callers of one portal do not all come back at once', async () => {
    expect(await restsOf({ random: () => 0 }, 3)).toEqual([250, 500, 1000]);
    expect(await restsOf({ random: () => 0.5 }, 3)).toEqual([375, 750, 1500]);
  });

  test('after a portal has worked again, the next outage starts with a short reset timeout', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(1000);
    await breaker.ask(failure('unavailable'));
    await vi.advanceTimersByTimeAsync(2000);
    await breaker.ask(undefined);
    await breaker.open();
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 500 });
  });

  test('after a probe that hangs, the breaker stays open for as long: probes hold a slot for at most half of the time', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await breaker.hang(40_000);
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 40_000 });
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await breaker.ask(undefined)).toBeUndefined();
  });

  test.each([
    ['was aborted', failure('cancelled')],
    ['was never sent', failure('rate_limited')],
    ['broke in the gateway itself', new TypeError()],
  ])('after a probe that %s, the next call is the probe', async (_, error) => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await breaker.ask(error);
    expect(breaker.states).toEqual(['open', 'half-open']);
    expect(await breaker.ask(undefined)).toBeUndefined();
    expect(breaker.states.at(-1)).toBe('closed');
  });

  test('a probe that the portal rejects closes the breaker: the portal works', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await breaker.ask(failure('forbidden'));
    expect(breaker.states.at(-1)).toBe('closed');
  });

  test('the wait of a probe in the gateway’s own queue does not extend the reset timeout', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    const tried = breaker.ask('hangs');
    await vi.advanceTimersByTimeAsync(20_000);
    breaker.calls.at(-1)?.options.onPermit?.(20_000);
    breaker.calls.at(-1)?.fail(failure('unavailable'));
    await tried;
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 1000 });
  });

  test('failures counted before the breaker opened do not open it again after it closes', async () => {
    const breaker = setUp();
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await breaker.ask(undefined);
    for (let index = 0; index < 4; index += 1) await breaker.ask(failure('timeout'));
    expect(breaker.states.at(-1)).toBe('closed');
  });
});

describe('calls from before it opened', () => {
  test('failures of calls sent before the breaker opened do not extend the reset timeout', async () => {
    const breaker = setUp();
    const early = breaker.ask('hangs');
    await breaker.open();
    await vi.advanceTimersByTimeAsync(200);
    breaker.calls[0]?.fail(failure('timeout'));
    await early;
    expect(await breaker.ask(undefined)).toMatchObject({ retryAfterMs: 300 });
    expect(breaker.states).toEqual(['open']);
  });

  test('failures of calls sent before the breaker opened do not open it again after it has closed', async () => {
    const breaker = setUp();
    const early = breaker.ask('hangs');
    await breaker.open();
    await vi.advanceTimersByTimeAsync(10_000);
    await breaker.ask(undefined);
    await vi.advanceTimersByTimeAsync(30_000);
    breaker.calls[0]?.fail(failure('timeout'));
    await early;
    expect(breaker.states).toEqual(['open', 'half-open', 'closed']);
    expect(await breaker.ask(undefined)).toBeUndefined();
  });
});
