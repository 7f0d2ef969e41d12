import { params, type Mutation, without } from './mutation.ts';
import { accepted } from './error-responses.ts';

/** Faults of select, limit and offset. */
export const windowMutations: readonly Mutation[] = [
  {
    id: 'list.with-total-ignored',
    fault: 'counts in spite of withTotal=false',
    caughtBy: ['paging.without-total', 'batch.without-total'],
    others: 1,
    ...without('withTotal'),
  },
  {
    id: 'list.select-ignored',
    fault: 'returns all members in spite of select',
    caughtBy: ['list.select', 'list.select.unknown', 'search.select'],
    ...without('select'),
  },
  {
    id: 'list.select-required',
    fault: 'returns only ids without select',
    caughtBy: ['list.select.absent'],
    others: 2,
    ...params((given, { path }) =>
      path === '/v1/contacts' && !('select' in given) ? { ...given, select: 'id' } : given,
    ),
  },
  {
    id: 'list.limit-ignored',
    fault: 'returns 50 rows regardless of the limit',
    caughtBy: ['list.envelope', 'list.limit.auto-pagination', 'paging.limit-honoured', 'paging.any-offset'],
    others: 200,
    ...params((given) =>
      'limit' in given && Number(given['limit']) > 0 ? { ...given, limit: sameType(given['limit'], 50) } : given,
    ),
  },
  {
    id: 'list.limit-at-most-50',
    fault: 'returns at most 50 rows',
    caughtBy: ['list.limit.auto-pagination', 'paging.limit-honoured', 'order.above-50-rows', 'include.above-200'],
    others: 200,
    ...params((given) => (Number(given['limit']) > 50 ? { ...given, limit: sameType(given['limit'], 50) } : given)),
  },
  {
    id: 'list.limit-by-default-20',
    fault: 'returns 20 rows without a limit',
    caughtBy: ['list.limit.default'],
    others: 1,
    request: (request) =>
      request.path === '/v1/contacts' && request.method === 'GET' && !('limit' in request.query)
        ? { ...request, query: { ...request.query, limit: '20' } }
        : request,
  },
  {
    id: 'list.offset-ignored',
    fault: 'begins with the first row regardless of the offset',
    caughtBy: ['list.offset', 'paging.any-offset', 'search.offset', 'list.past-the-end'],
    others: 8,
    ...params((given) => (Number(given['offset']) > 0 ? { ...given, offset: sameType(given['offset'], 0) } : given)),
  },
  {
    id: 'list.offset-one-less',
    fault: 'skips one row less than the offset',
    caughtBy: ['list.offset', 'paging.any-offset', 'search.offset'],
    others: 8,
    ...params((given) =>
      Number(given['offset']) > 0
        ? { ...given, offset: sameType(given['offset'], Number(given['offset']) - 1) }
        : given,
    ),
  },
  {
    id: 'list.offset-by-fifties',
    fault: 'rounds offsets down to multiples of 50',
    caughtBy: ['list.offset', 'paging.any-offset', 'search.offset', 'order.above-50-rows'],
    others: 8,
    ...params((given) => {
      const offset = Number(given['offset']);
      return offset > 0 ? { ...given, offset: sameType(given['offset'], offset - (offset % 50)) } : given;
    }),
  },
  {
    id: 'list.validation-off',
    fault: 'accepts invalid limits and offsets',
    caughtBy: [
      'list.limit.zero',
      'list.limit.negative',
      'list.limit.not-a-number',
      'list.offset.negative',
      'list.offset.not-a-number',
      'search.limit-type',
      'error.names-the-parameter',
    ],
    others: 3,
    ...accepted('VALIDATION_ERROR', /contacts(?:\/search)?$/),
  },
  {
    id: 'list.limit-above-5000-refused',
    fault: 'rejects limits above 5000',
    caughtBy: ['list.limit.above-5000'],
    sandbox: { switches: { limitAbove5000: 'refuse' } },
  },
];

/** Returns a number in the form of the request: as text in a query string. */
function sameType(given: unknown, value: number): unknown {
  return typeof given === 'string' ? String(value) : value;
}
