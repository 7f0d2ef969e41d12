import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failure, read, tooMany } from '../../../../test/stub-send.ts';
import { UpstreamError } from '../../../errors.ts';
import { KeyWindow, type RateHeaders } from './key-window.ts';
import { type Budget, RateLimitFeedback } from './feedback.ts';
import { PortalLimiter } from './portal-limiter.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const off = Number.POSITIVE_INFINITY;

function budget(perMinute = 300, searchesPerMinute?: number): Budget {
  return {
    portal: new PortalLimiter({ concurrency: 2, perSecond: 10, maxWaiting: 10, maxWaitMs: 1000 }),
    key: new KeyWindow(perMinute),
    search: searchesPerMinute === undefined ? undefined : new KeyWindow(searchesPerMinute),
  };
}

/** Returns the waits after a failure. */
function after(one: Budget, error: unknown, headers?: RateHeaders) {
  const feedback = new RateLimitFeedback(one);
  if (headers) feedback.onHeaders(headers);
  feedback.onError(error);
  const { portal, key, search } = one;
  return { portal: portal.rate.delay(), rate: portal.rate.perSecond, key: key.delay(), search: search?.delay() };
}

describe('headers are about', () => {
  const reported = (limit: number) => ({ limit, remaining: 0, resetMs: 20_000 });
  test.each<[what: string, one: Budget, limit: number, of: 'key' | 'search']>([
    ['the key if the request is no search', budget(), 300, 'key'],
    ['searches if they have the limit of searches', budget(300, 60), 60, 'search'],
    ['searches if the configured limit is lower than the one that they report', budget(300, 30), 60, 'search'],
    ['the key if a search has the limit of the key', budget(300, 60), 300, 'key'],
    ['the key even if no limit of searches is configured', budget(300, off), 300, 'key'],
    ['searches even if no limit of the key is configured', budget(off, 60), 60, 'search'],
  ])('headers are about %s', (_, one, limit, of) => {
    new RateLimitFeedback(one).onHeaders(reported(limit));
    expect({ key: one.key.delay(), search: one.search?.delay() ?? 0 }).toEqual({ key: 0, search: 0, [of]: 20_000 });
  });

  test('headers with the limit that a key had in headers before are about the key, even if it is small', () => {
    const one = budget(300, 60);
    new RateLimitFeedback({ ...one, search: undefined }).onHeaders({ limit: 50, remaining: 49, resetMs: 60_000 });
    new RateLimitFeedback(one).onHeaders(reported(50));
    expect([one.key.delay(), one.search?.delay()]).toEqual([20_000, 0]);
  });
});

test('headers do not count requests that were sent after the answered one', () => {
  const one = budget(5);
  one.key.take();
  const feedback = new RateLimitFeedback(one);
  vi.advanceTimersByTime(10);
  one.key.take();
  feedback.onHeaders({ limit: 5, remaining: 2, resetMs: 60_000 });
  // Two of another, two of ours.
  expect(one.key.shareLeft).toBeCloseTo(1 / 5);
});

describe('a refusal', () => {
  const quiet = { portal: 0, rate: 10, key: 0, search: undefined };

  test('a rejection whose headers say that a minute is used up pauses that minute alone', () => {
    const used = { limit: 300, remaining: 0, resetMs: 9000 };
    expect(after(budget(), tooMany(4000), used)).toEqual({ ...quiet, key: 9000 });
    expect(after(budget(), tooMany(12_000), used)).toEqual({ ...quiet, key: 12_000 });
  });

  test('a rejection throttles the portal, even if the request took the last place of a minute', () => {
    const one = budget(1);
    one.key.take();
    expect(after(one, tooMany(4000))).toMatchObject({ portal: 4000, rate: 5 });
  });

  test('several rejections of requests in flight together count once', () => {
    const one = budget();
    const feedback = [new RateLimitFeedback(one), new RateLimitFeedback({ ...one, key: new KeyWindow(300) })];
    vi.advanceTimersByTime(30);
    for (const each of feedback) each.onError(tooMany(1000));
    expect(one.portal.rate.perSecond).toBe(5);
  });

  test.each(['QUEUE_TIMEOUT', 'QUEUE_OVERFLOW'])(
    'a rejection by the portal’s queue (%s) throttles the portal, even while other keys are answered',
    (code) => {
      const one = budget();
      one.portal.throttling.onSuccess(new KeyWindow(1));
      const error = failure('rate_limited', { details: { code, status: 504 }, retryAfterMs: 3000 });
      expect(after(one, error)).toEqual({ ...quiet, portal: 3000, rate: 5 });
    },
  );

  test('a rejection by a proxy with a Retry-After pauses all requests', () => {
    const error = failure('unavailable', { details: { status: 503 }, retryAfterMs: 3000 });
    expect(after(budget(), error)).toMatchObject({ portal: 3000, key: 3000 });
  });

  test.each<[string, unknown]>([
    ['a failure without a Retry-After', failure('unavailable', { details: { status: 503 } })],
    [
      'a failure of the portal',
      failure('unavailable', { details: { status: 502, code: 'BITRIX_UNAVAILABLE' }, retryAfterMs: 5 }),
    ],
    ['a call that is blocked', tooMany(60_000, 'ERROR_LOOP_DETECTED')],
    ['a method that takes too long', tooMany(60_000, 'OPERATION_TIME_LIMIT')],
    ['a request that was never sent', new UpstreamError('cancelled', 'left')],
    ['a bug of the gateway', new TypeError('x')],
  ])('%s is not throttling', (_, error) => {
    expect(after(budget(), error)).toEqual(quiet);
  });
});

test.each([
  [{ rateLimit: { requestsPerSecond: 3 } }, 3],
  [{ rateLimit: { requestsPerSecond: '3' } }, 10],
  [{ rateLimit: null }, 10],
  [null, 10],
])('the rate in an answer of /v1/me is applied: %j', (data, rate) => {
  const one = budget();
  new RateLimitFeedback(one).onSuccess(read('/v1/me'), { data, meta: {}, envelope: {} });
  expect(one.portal.rate.perSecond).toBe(rate);
});

test('a rate in any other answer is not applied', () => {
  const one = budget();
  const data = { rateLimit: { requestsPerSecond: 3 } };
  new RateLimitFeedback(one).onSuccess(read('/v1/contacts'), { data, meta: {}, envelope: {} });
  expect(one.portal.rate.perSecond).toBe(10);
});
