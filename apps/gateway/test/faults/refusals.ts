import { type Fault, keys, sessions } from '@contacts/sandbox';
import { type Alter, withMembers } from './altering-proxy.ts';
import type { FaultCase, Seen } from './fault-case.ts';

type ErrorEffect = Extract<Fault['effect'], { kind: 'error' }>;

const answers = (status: number, code: string, more: Partial<ErrorEffect> = {}, times?: number) => ({
  faults: [{ ...(times === undefined ? {} : { times }), effect: { kind: 'error' as const, status, code, ...more } }],
});
const sees = (code: string, upstream: string): Seen => ({
  data: 'nothing',
  error: { code, upstream },
  requests: 1,
  time: 'at once',
});
const afterRetries = (code: string, upstream: string): Seen => ({
  ...sees(code, upstream),
  requests: 3,
  time: 'after two retries',
});
const comeBack = (code: string, upstream: string): Seen => ({
  ...sees(code, upstream),
  error: { code, upstream, retryAfter: true },
});

/** One call of a batch fails with a code: always, or only together with the other one. */
function inBatch(code: string, more: object = {}, how: 'always' | 'first' = 'always'): Alter {
  return withMembers(({ data }) => {
    const { results } = data as unknown as { results: Record<string, unknown> };
    const { call1: _, ...others } = results;
    if (how === 'first' && !('call0' in others)) return {};
    const errors = { call1: { code, message: 'Native text', ...more } };
    return { data: Object.assign({}, data, { results: others, errors }) };
  });
}
const batchSees = (seen: Partial<Seen> & Pick<Seen, 'error'>): Seen => ({
  data: { holds: { contacts: { nodes: [{ contactId: 1, source: null }, {}] } }, said: 'the page, with `source` null' },
  requests: 1,
  time: 'at once',
  ...seen,
});
const atSource = (code: string, upstream: string, retryAfter?: true) => ({
  code,
  upstream,
  path: 'contacts.nodes.0.source',
  ...(retryAfter ? { retryAfter } : {}),
});

/** The error codes of the contract. */
export const refusals: readonly FaultCase[] = [
  { fault: '400, wrong input', by: answers(400, 'INVALID_FILTER'), sees: sees('BAD_USER_INPUT', 'INVALID_FILTER') },
  {
    fault: '401, a key that does not exist',
    by: {},
    headers: { 'x-api-key': 'vibe_api_made_up' },
    sees: sees('UNAUTHENTICATED', 'INVALID_API_KEY'),
  },
  {
    fault: '401, an app key without a session',
    by: {},
    headers: { 'x-api-key': keys.app },
    sees: sees('UNAUTHENTICATED', 'TOKEN_MISSING'),
  },
  {
    fault: '401, a session that has expired',
    by: {},
    headers: { 'x-api-key': keys.app, authorization: `Bearer ${sessions.expired}` },
    sees: sees('UNAUTHENTICATED', 'TOKEN_EXPIRED'),
  },
  { fault: '402, billing', by: answers(402, 'BILLING_EXHAUSTED'), sees: sees('FORBIDDEN', 'BILLING_EXHAUSTED') },
  {
    fault: '403, a scope that the key lacks',
    by: {},
    headers: { 'x-api-key': keys.noScope },
    sees: sees('FORBIDDEN', 'SCOPE_DENIED'),
  },
  {
    fault: '403, a scope that only a relation needs',
    by: {},
    headers: { 'x-api-key': keys.crmOnly },
    asks: 'relation',
    sees: {
      ...sees('FORBIDDEN', 'SCOPE_DENIED'),
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, assignedBy: null }, {}] } },
        said: 'the page, with `assignedBy` null',
      },
      error: { code: 'FORBIDDEN', upstream: 'SCOPE_DENIED', path: 'contacts.nodes.0.assignedBy' },
      requests: 2,
    },
  },
  {
    fault: '403, an IP address that is not allowed',
    by: {},
    headers: { 'x-api-key': keys.otherIp },
    sees: sees('FORBIDDEN', 'IP_NOT_ALLOWED'),
  },
  {
    fault: 'a contact that does not exist',
    by: {},
    asks: 'missing',
    sees: { data: { holds: { contact: null }, said: '`contact: null`' }, requests: 1, time: 'at once' },
  },
  {
    fault: '404, a route that does not exist',
    by: answers(404, 'ROUTE_NOT_FOUND'),
    sees: sees('BAD_UPSTREAM_RESPONSE', 'ROUTE_NOT_FOUND'),
  },
  { fault: '409, a conflict', by: answers(409, 'CONFLICT'), sees: sees('BAD_USER_INPUT', 'CONFLICT') },
  { fault: '422, a native error', by: answers(422, 'BITRIX_ERROR'), sees: sees('BAD_USER_INPUT', 'BITRIX_ERROR') },
  {
    fault: '429, once',
    by: answers(429, 'RATE_LIMITED', { retryAfter: 0.05 }, 1),
    sees: { data: 'all', requests: 2, time: 'after one retry' },
  },
  {
    fault: '429, always',
    by: answers(429, 'RATE_LIMITED', { retryAfter: 0.05 }),
    sees: { ...comeBack('RATE_LIMITED', 'RATE_LIMITED'), requests: 3, time: 'after two retries' },
  },
  {
    fault: '429 with `retryAfter: 0`, once',
    by: answers(429, 'RATE_LIMITED', { retryAfter: 0 }, 1),
    sees: { data: 'all', requests: 2, time: 'after one retry' },
  },
  {
    fault: '429, with a `Retry-After` longer than the deadline',
    by: answers(429, 'RATE_LIMITED', { retryAfter: 60 }),
    sees: comeBack('RATE_LIMITED', 'RATE_LIMITED'),
  },
  {
    fault: '429, the call is blocked',
    by: answers(429, 'ERROR_LOOP_DETECTED', { retryAfter: 60 }),
    sees: comeBack('RATE_LIMITED', 'ERROR_LOOP_DETECTED'),
  },
  {
    fault: 'the same call again while it is blocked',
    by: answers(429, 'ERROR_LOOP_DETECTED', { retryAfter: 60 }),
    before: 1,
    sees: { ...comeBack('RATE_LIMITED', 'ERROR_LOOP_DETECTED'), requests: 0 },
  },
  {
    fault: 'the same batch again while one of its calls is blocked',
    by: {
      alter: withMembers(({ data }) => ({
        data: Object.assign({}, data, { errors: { call1: { code: 'ERROR_LOOP_DETECTED', message: 'Native text' } } }),
      })),
    },
    asks: 'batch',
    before: 1,
    sees: { ...comeBack('RATE_LIMITED', 'ERROR_LOOP_DETECTED'), requests: 0 },
  },
  {
    fault: 'one call of a batch is rejected for the rate, once',
    by: { alter: inBatch('RATE_LIMITED', { retryAfter: 0.05 }, 'first') },
    asks: 'batch',
    sees: {
      data: { holds: { contacts: { nodes: [{ contactId: 1, source: {} }, {}] } }, said: 'all' },
      requests: 2,
      time: 'after one retry',
    },
  },
  {
    fault: 'one call of a batch is rejected for the rate, always',
    by: { alter: inBatch('RATE_LIMITED', { retryAfter: 0.05 }) },
    asks: 'batch',
    sees: batchSees({
      error: atSource('RATE_LIMITED', 'RATE_LIMITED', true),
      requests: 3,
      time: 'after two retries',
    }),
  },
  {
    fault: 'one call of a batch waited too long in the upstream’s queue, longer than the deadline allows to repeat',
    by: { alter: inBatch('QUEUE_TIMEOUT') },
    asks: 'batch',
    sees: batchSees({ error: atSource('RATE_LIMITED', 'QUEUE_TIMEOUT', true) }),
  },
  {
    fault: 'Bitrix24 does not respond to one call of a batch',
    by: { alter: inBatch('BITRIX_UNAVAILABLE') },
    asks: 'batch',
    sees: batchSees({
      error: atSource('UPSTREAM_UNAVAILABLE', 'BITRIX_UNAVAILABLE'),
      requests: 3,
      time: 'after two retries',
    }),
  },
  {
    fault: 'the method of one call of a batch took too long',
    by: { alter: inBatch('OPERATION_TIME_LIMIT') },
    asks: 'batch',
    sees: batchSees({ error: atSource('RATE_LIMITED', 'OPERATION_TIME_LIMIT', true) }),
  },
  {
    fault: '429, the method took too long',
    by: answers(429, 'OPERATION_TIME_LIMIT'),
    sees: sees('RATE_LIMITED', 'OPERATION_TIME_LIMIT'),
  },
  {
    fault: '500, once',
    by: answers(500, 'INTERNAL_ERROR', {}, 1),
    sees: { data: 'all', requests: 2, time: 'after one retry' },
  },
  {
    fault: '500, always',
    by: answers(500, 'INTERNAL_ERROR'),
    sees: afterRetries('UPSTREAM_UNAVAILABLE', 'INTERNAL_ERROR'),
  },
  {
    fault: '502, Bitrix24 does not respond',
    by: answers(502, 'BITRIX_UNAVAILABLE'),
    sees: afterRetries('UPSTREAM_UNAVAILABLE', 'BITRIX_UNAVAILABLE'),
  },
  {
    fault: '503, the upstream’s queue is full',
    by: answers(503, 'QUEUE_OVERFLOW', { retryAfter: 0.05 }),
    sees: { ...comeBack('RATE_LIMITED', 'QUEUE_OVERFLOW'), requests: 3, time: 'after two retries' },
  },
  {
    fault: '504, the call waited too long in the upstream’s queue',
    by: answers(504, 'QUEUE_TIMEOUT', { retryAfter: 60 }),
    sees: comeBack('RATE_LIMITED', 'QUEUE_TIMEOUT'),
  },
  {
    fault: 'an unknown code, 418',
    by: answers(418, 'SOMETHING_NEW'),
    sees: sees('BAD_USER_INPUT', 'SOMETHING_NEW'),
  },
  {
    fault: 'an unknown code, 599',
    by: answers(599, 'SOMETHING_NEW'),
    sees: sees('UPSTREAM_UNAVAILABLE', 'SOMETHING_NEW'),
  },
  {
    fault: 'the portal fails again and again: the circuit breaker is open',
    by: { ...answers(500, 'SOMETHING_NEW') },
    before: 5,
    sees: { data: 'nothing', error: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: true }, requests: 0, time: 'at once' },
  },
  {
    fault: 'the rate of the key is used up',
    by: { env: { KEY_RATE: '2' } },
    before: 2,
    sees: { data: 'nothing', error: { code: 'RATE_LIMITED', retryAfter: true }, requests: 0, time: 'at once' },
  },
];
