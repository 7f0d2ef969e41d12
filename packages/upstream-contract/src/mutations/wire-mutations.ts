import { membersOf, changeBody, changeData, changeHeader, codeOf, isObject } from './messages.ts';
import { at, type Mutation } from './mutation.ts';
import { accepted, rejectedWith } from './error-responses.ts';

/** Faults of headers, error envelopes, the limit of requests, and writes. */
export const wireMutations: readonly Mutation[] = [
  header('header.request-id-missing', 'returns no X-Request-Id', 'x-request-id', null, ['header.request-id']),
  header('header.request-id-constant', 'returns each response the same X-Request-Id', 'x-request-id', 'same', [
    'header.request-id',
  ]),
  header('header.rate-limit-missing', 'does not report what is left of the limit', 'x-ratelimit-remaining', null, [
    'header.rate-limit',
    'header.rate-limit.counts',
  ]),
  header(
    'header.rate-limit-constant',
    'reports that the whole limit is left, always',
    'x-ratelimit-remaining',
    '100000',
    ['header.rate-limit.counts'],
  ),
  header('header.content-type', 'returns JSON as text/html', 'content-type', 'text/html', ['header.content-type']),
  {
    id: 'error.success-true',
    fault: 'returns "success" in errors',
    caughtBy: ['error.envelope'],
    response: (response) =>
      codeOf(response) === '' ? response : changeBody(response, (body) => ({ ...body, success: true })),
  },
  {
    id: 'error.no-message',
    fault: 'returns errors without a message',
    caughtBy: ['error.envelope', 'error.names-the-parameter', 'filter.operators-listed'],
    others: 1,
    response: (response) =>
      codeOf(response) === ''
        ? response
        : changeBody(response, (body) => ({ ...body, error: { code: codeOf(response) } })),
  },
  {
    id: 'error.first-reason-only',
    fault: 'returns only the first reason',
    caughtBy: ['error.names-the-parameter'],
    response: (response) => {
      const message = isObject(response.body) ? String(membersOf(response.body['error'])['message']) : '';
      if (!message.includes(';')) return response;
      return changeBody(response, (body) => ({
        ...body,
        error: { ...membersOf(body['error']), message: message.split(';')[0] },
      }));
    },
  },
  {
    id: 'error.status-200',
    fault: 'returns errors with status 200',
    caughtBy: ['list.limit.zero', 'filter.unknown-field', 'get.missing', 'key.missing', 'route.unknown', 'body.none'],
    others: 60,
    response: (response) => (codeOf(response) === '' ? response : { ...response, status: 200 }),
  },
  {
    id: 'error.status-422',
    fault: 'returns bad requests with status 422',
    caughtBy: ['list.limit.zero', 'filter.unknown-field', 'include.unknown', 'batch.empty', 'write.bad-value'],
    others: 60,
    response: (response) => (response.status === 400 ? { ...response, status: 422 } : response),
  },
  {
    id: 'error.another-code',
    fault: 'returns BAD_REQUEST for validation errors',
    caughtBy: ['list.limit.zero', 'body.none', 'search.limit-type'],
    others: 8,
    ...rejectedWith('VALIDATION_ERROR', 400, 'BAD_REQUEST'),
  },
  {
    id: 'error.no-operators',
    fault: 'does not list the operators',
    caughtBy: ['filter.operators-listed'],
    response: (response) =>
      codeOf(response) === 'INVALID_FILTER_OPERATOR'
        ? changeBody(response, (body) => ({ ...body, error: { code: codeOf(response), message: 'unknown' } }))
        : response,
  },
  {
    id: 'route.any',
    fault: 'answers every route',
    caughtBy: ['route.unknown'],
    ...accepted('ROUTE_NOT_FOUND'),
  },
  {
    id: 'body.none-taken',
    fault: 'accepts an invalid body',
    caughtBy: ['body.none', 'body.not-an-object'],
    others: 1,
    ...accepted('VALIDATION_ERROR', /search$/),
  },
  {
    id: 'limit.not-enforced',
    fault: 'announces a limit of requests and does not enforce it',
    caughtBy: ['limit.requests-a-minute'],
    group: 'limit',
    ...at(/./, (response) => changeHeader(response, 'x-ratelimit-remaining', '20')),
  },
  {
    id: 'limit.without-retry-after',
    fault: 'does not report when the limit has passed',
    caughtBy: ['limit.requests-a-minute'],
    group: 'limit',
    sandbox: { limits: { requestsPerMinute: 300 } },
    ...at(/./, (response) => changeHeader(response, 'retry-after', null)),
  },
  {
    id: 'limit.another-code',
    fault: 'returns 503 above the limit of requests',
    caughtBy: ['limit.requests-a-minute'],
    group: 'limit',
    sandbox: { limits: { requestsPerMinute: 300 } },
    ...rejectedWith('RATE_LIMITED', 503),
  },
  {
    id: 'write.delete-in-vain',
    fault: 'reports that a contact is gone and keeps it',
    caughtBy: ['write.create-update-delete'],
    response: (response, { method }) => (method === 'DELETE' ? { ...response, status: 204, body: null } : response),
  },
  {
    id: 'write.create-200',
    fault: 'returns 200 for a new contact',
    caughtBy: ['write.create-update-delete'],
    response: (response) => (response.status === 201 ? { ...response, status: 200 } : response),
  },
  {
    id: 'write.phone-replaced',
    fault: 'replaces phones instead of adding them',
    caughtBy: ['write.create-update-delete'],
    response: (response, { method }) =>
      method === 'PATCH'
        ? changeData(response, (data) => ({ ...membersOf(data), fm: [{ typeId: 'PHONE', value: '74955550002' }] }))
        : response,
  },
  ...(
    [
      ['READONLY_FIELD', 'write.read-only-field'],
      ['INVALID_MULTIFIELD_SHAPE', 'write.native-phone'],
      ['INVALID_REQUEST', 'write.bad-value'],
    ] as const
  ).map(([code, check]): Mutation => ({
    id: `${check}-taken`,
    fault: `writes what is rejected with ${code}`,
    caughtBy: [check],
    ...accepted(code, /^\/v1\/contacts$/),
  })),
];

function header(id: string, fault: string, name: string, value: string | null, caughtBy: readonly string[]): Mutation {
  return { id, fault, caughtBy, ...at(/./, (response) => changeHeader(response, name, value)) };
}
