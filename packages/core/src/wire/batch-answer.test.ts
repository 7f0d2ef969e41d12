import { expect, test } from 'vitest';
import { callErrorsOf, mergeBatchAnswers } from './batch-answer.ts';
import type { UpstreamAnswer } from './upstream-request.ts';

const answer = (data: unknown): UpstreamAnswer => ({ data, meta: {}, envelope: {} });

test.each([
  ['an object', {}],
  ['an empty list', []],
  ['null', null],
  ['missing', undefined],
])('errors of a batch that are %s are none', (_, errors) => {
  expect(callErrorsOf(answer({ results: {}, errors })).size).toBe(0);
});

test.each([null, undefined, 'oops', 7])('a batch whose data is %j has no errors of calls', (data) => {
  expect(callErrorsOf(answer(data)).size).toBe(0);
});

test.each<[string, object, object]>([
  ['RATE_LIMITED, with its wait', { retryAfter: 3 }, { code: 'rate_limited', retryAfterMs: 3000 }],
  ['RATE_LIMITED', {}, { code: 'rate_limited', retryAfterMs: 2000 }],
  ['QUERY_LIMIT_EXCEEDED', {}, { code: 'rate_limited', retryAfterMs: 2000 }],
  ['QUEUE_TIMEOUT', {}, { code: 'rate_limited', retryAfterMs: 10_000 }],
  ['OPERATION_TIME_LIMIT', {}, { code: 'rate_limited', retryAfterMs: 60_000 }],
  ['ERROR_LOOP_DETECTED', {}, { code: 'rate_limited', retryAfterMs: 60_000 }],
  ['BITRIX_UNAVAILABLE', {}, { code: 'unavailable', retryAfterMs: undefined }],
  ['SCOPE_NOT_ALLOWED', {}, { code: 'forbidden', retryAfterMs: undefined }],
  ['constructor', {}, { code: 'rejected', retryAfterMs: undefined }],
])('the error of a batched call with %s has the time after which to retry', (named, more, expected) => {
  const [code] = named.split(',');
  const errors = callErrorsOf(answer({ errors: { call1: { code, message: 'Native text', ...more } } }));
  expect([...errors.keys()]).toEqual(['call1']);
  expect(errors.get('call1')).toMatchObject({ ...expected, details: { code } });
});

test('an error of a batched call without a code is outside the contract', () => {
  const errors = callErrorsOf(answer({ errors: { call0: null, call1: { code: 'Пётр Иванов' } } }));
  expect([...errors.values()].map(({ code }) => code)).toEqual(['bad_response', 'bad_response']);
});

test('the results of a second answer replace those of the first', () => {
  const first = answer({
    results: { call0: ['a'] },
    totals: { call0: 1 },
    meta: { call0: { hasMore: false } },
    errors: { call1: { code: 'RATE_LIMITED' }, call2: { code: 'RATE_LIMITED' }, call3: { code: 'BITRIX_ERROR' } },
  });
  const again = answer({
    results: { call1: ['b'] },
    totals: { call1: 5 },
    meta: { call1: { hasMore: true } },
    errors: { call2: { code: 'QUEUE_TIMEOUT' } },
  });
  expect(mergeBatchAnswers(first, again, new Set(['call1', 'call2'])).data).toEqual({
    results: { call0: ['a'], call1: ['b'] },
    totals: { call0: 1, call1: 5 },
    meta: { call0: { hasMore: false }, call1: { hasMore: true } },
    errors: { call2: { code: 'QUEUE_TIMEOUT' }, call3: { code: 'BITRIX_ERROR' } },
  });
});

test.each([null, [], 'oops'])('a second answer of %j leaves its calls without a result', (data) => {
  const first = answer({ results: { call0: ['a'] }, errors: { call1: { code: 'RATE_LIMITED' } } });
  expect(mergeBatchAnswers(first, answer(data), new Set(['call1'])).data).toMatchObject({
    results: { call0: ['a'] },
    errors: {},
  });
});
