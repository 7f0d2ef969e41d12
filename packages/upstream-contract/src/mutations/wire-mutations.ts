import { membersOf, changeBody, changeData, changeHeader, codeOf, isObject } from './exchange.ts';
import { at, type Mutation } from './mutation.ts';
import { accepted, refusedWith } from './refusals.ts';

/** Faults of headers, error envelopes, the limit of requests, and writes. */
export const wireMutations: readonly Mutation[] = [
  header('header.request-id-missing', 'gives no X-Request-Id', 'x-request-id', null, ['header.request-id']),
  header('header.request-id-constant', 'gives each answer the same X-Request-Id', 'x-request-id', 'same', [
    'header.request-id',
  ]),
  header('header.rate-limit-missing', 'does not say what is left of the limit', 'x-ratelimit-remaining', null, [
    'header.rate-limit',
    'header.rate-limit.counts',
  ]),
  header('header.rate-limit-constant', 'says that the whole limit is left, always', 'x-ratelimit-remaining', '100000', [
    'header.rate-limit.counts',
  ]),
  header('header.content-type', 'gives JSON as text/html', 'content-type', 'text/html', ['header.content-type']),
  {
    id: 'error.success-true',
    fault: 'says "success" in errors',
    caughtBy: ['error.envelope'],
    others: 0,
    answer: (answer) => (codeOf(answer) === '' ? answer : changeBody(answer, (body) => ({ ...body, success: true }))),
  },
  {
    id: 'error.no-message',
    fault: 'gives errors without a message',
    caughtBy: ['error.envelope', 'error.names-the-parameter', 'filter.operators-listed'],
    others: 1,
    answer: (answer) =>
      codeOf(answer) === '' ? answer : changeBody(answer, (body) => ({ ...body, error: { code: codeOf(answer) } })),
  },
  {
    id: 'error.first-reason-only',
    fault: 'gives only the first reason',
    caughtBy: ['error.names-the-parameter'],
    others: 0,
    answer: (answer) => {
      const message = isObject(answer.body) ? String(membersOf(answer.body['error'])['message']) : '';
      if (!message.includes(';')) return answer;
      return changeBody(answer, (body) => ({
        ...body,
        error: { ...membersOf(body['error']), message: message.split(';')[0] },
      }));
    },
  },
  {
    id: 'error.status-200',
    fault: 'gives errors with status 200',
    caughtBy: ['list.limit.zero', 'filter.unknown-field', 'get.missing', 'key.missing', 'route.unknown', 'body.none'],
    others: 60,
    answer: (answer) => (codeOf(answer) === '' ? answer : { ...answer, status: 200 }),
  },
  {
    id: 'error.status-422',
    fault: 'gives bad requests with status 422',
    caughtBy: ['list.limit.zero', 'filter.unknown-field', 'include.unknown', 'batch.empty', 'write.bad-value'],
    others: 60,
    answer: (answer) => (answer.status === 400 ? { ...answer, status: 422 } : answer),
  },
  {
    id: 'error.another-code',
    fault: 'says BAD_REQUEST for what fails validation',
    caughtBy: ['list.limit.zero', 'body.none', 'search.limit-type'],
    others: 8,
    ...refusedWith('VALIDATION_ERROR', 400, 'BAD_REQUEST'),
  },
  {
    id: 'error.no-operators',
    fault: 'does not list the operators',
    caughtBy: ['filter.operators-listed'],
    others: 0,
    answer: (answer) =>
      codeOf(answer) === 'INVALID_FILTER_OPERATOR'
        ? changeBody(answer, (body) => ({ ...body, error: { code: codeOf(answer), message: 'unknown' } }))
        : answer,
  },
  { id: 'route.any', fault: 'has every route', caughtBy: ['route.unknown'], others: 0, ...accepted('ROUTE_NOT_FOUND') },
  {
    id: 'body.none-taken',
    fault: 'takes a body that is none',
    caughtBy: ['body.none', 'body.not-an-object'],
    others: 1,
    ...accepted('VALIDATION_ERROR', /search$/),
  },
  {
    id: 'limit.not-enforced',
    fault: 'announces a limit of requests and does not enforce it',
    caughtBy: ['limit.requests-a-minute'],
    others: 0,
    group: 'limit',
    ...at(/./, (answer) => changeHeader(answer, 'x-ratelimit-remaining', '20')),
  },
  {
    id: 'limit.without-retry-after',
    fault: 'does not say when the limit has passed',
    caughtBy: ['limit.requests-a-minute'],
    others: 0,
    group: 'limit',
    sandbox: { limits: { requestsPerMinute: 300 } },
    ...at(/./, (answer) => changeHeader(answer, 'retry-after', null)),
  },
  {
    id: 'limit.another-code',
    fault: 'says 503 where the limit of requests is reached',
    caughtBy: ['limit.requests-a-minute'],
    others: 0,
    group: 'limit',
    sandbox: { limits: { requestsPerMinute: 300 } },
    ...refusedWith('RATE_LIMITED', 503),
  },
  {
    id: 'write.delete-in-vain',
    fault: 'says that a contact is gone and keeps it',
    caughtBy: ['write.create-update-delete'],
    others: 0,
    answer: (answer, { method }) => (method === 'DELETE' ? { ...answer, status: 204, body: null } : answer),
  },
  {
    id: 'write.create-200',
    fault: 'says 200 for what it creates',
    caughtBy: ['write.create-update-delete'],
    others: 0,
    answer: (answer) => (answer.status === 201 ? { ...answer, status: 200 } : answer),
  },
  {
    id: 'write.phone-replaced',
    fault: 'replaces phones instead of adding them',
    caughtBy: ['write.create-update-delete'],
    others: 0,
    answer: (answer, { method }) =>
      method === 'PATCH'
        ? changeData(answer, (data) => ({ ...membersOf(data), fm: [{ typeId: 'PHONE', value: '74955550002' }] }))
        : answer,
  },
  ...(
    [
      ['READONLY_FIELD', 'write.read-only-field'],
      ['INVALID_MULTIFIELD_SHAPE', 'write.native-phone'],
      ['INVALID_REQUEST', 'write.bad-value'],
    ] as const
  ).map(([code, check]): Mutation => ({
    id: `${check}-taken`,
    fault: `writes what is refused with ${code}`,
    caughtBy: [check],
    others: 0,
    ...accepted(code, /^\/v1\/contacts$/),
  })),
];

function header(id: string, fault: string, name: string, value: string | null, caughtBy: readonly string[]): Mutation {
  return { id, fault, caughtBy, others: 0, ...at(/./, (answer) => changeHeader(answer, name, value)) };
}
