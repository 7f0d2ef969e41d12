import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stubSend, errorOf, read, tooMany } from '../../../../test/stub-send.ts';
import { through } from '../../../../test/through.ts';
import { createPacer } from './pace.ts';
import type { Send } from '../send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const PER_MINUTE = 300;

/** An upstream that counts the requests of one key in a sliding minute and reports it in headers (contract §5). */
function countingUpstream() {
  let sent: number[] = [];
  const refusals: number[] = [];
  const { send } = stubSend(({ options, answer, fail }) => {
    const now = performance.now();
    sent = sent.filter((at) => at > now - 60_000);
    const resetMs = 1000 * Math.ceil(((sent[0] ?? now) + 60_000 - now) / 1000);
    const isRefused = sent.length >= PER_MINUTE;
    if (isRefused) refusals.push(now);
    else sent.push(now);
    options.onRate?.({ limit: PER_MINUTE, remaining: PER_MINUTE - sent.length, resetMs });
    setTimeout(() => (isRefused ? fail(tooMany(resetMs)) : answer()), 20);
  });
  return { send, refusals };
}

/** Sends requests through one replica at an even rate, and counts its answers. */
function askSteadily(send: Send, everyMs: number, forMs: number): { answered: number } {
  const served = { answered: 0 };
  const ask = async (): Promise<void> => {
    if (!(await errorOf(send(read(), { apiKey: 'shared' }, {})))) served.answered += 1;
  };
  for (let at = 0; at < forMs; at += everyMs) setTimeout(() => void ask(), at);
  return served;
}

test('two replicas with half of the budget each use all of it, and none of it twice', async () => {
  const upstream = countingUpstream();
  const half = { concurrency: 1, perSecond: 5, keyPerMinute: PER_MINUTE / 2, maxWaitMs: 5000 };
  const replicas = [0, 1].map(() => askSteadily(through(createPacer(half).step)(upstream.send), 100, 75_000));
  await vi.advanceTimersByTimeAsync(75_000);
  expect(upstream.refusals).toEqual([]);
  // The whole minute twice over, but for the time that its first requests take to leave it: 300, and 145 in 14.5 s.
  expect(replicas.map(({ answered }) => answered)).toEqual([expect.closeTo(222, -1), expect.closeTo(222, -1)]);
});

test('two replicas that each have the whole budget configured share it by the headers', async () => {
  const upstream = countingUpstream();
  const whole = { concurrency: 1, perSecond: 5, keyPerMinute: PER_MINUTE, maxWaitMs: 5000 };
  for (const _ of [0, 1]) askSteadily(through(createPacer(whole).step)(upstream.send), 100, 75_000);
  await vi.advanceTimersByTimeAsync(75_000);
  // A replica sees the requests of the other in its own answers: both can send the last request of a minute.
  expect(upstream.refusals.length).toBeLessThanOrEqual(2);
});
