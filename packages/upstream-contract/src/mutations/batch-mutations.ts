import { type Members, membersOf, changeData, changeParams, isObject } from './messages.ts';
import { at, type Mutation } from './mutation.ts';
import { accepted } from './error-responses.ts';

const batch = /^\/v1\/batch$/;

/** Faults of POST /v1/batch. */
export const batchMutations: readonly Mutation[] = [
  batchData(
    'batch.results-swapped',
    'returns the results of the calls in the opposite order',
    (data) => {
      const results = Object.entries(membersOf(data['results']));
      const values = results.map(([, value]) => value).toReversed();
      return { ...data, results: Object.fromEntries(results.map(([id], index) => [id, values[index]])) };
    },
    ['batch.results-by-id', 'batch.default-ids'],
  ),
  batchData(
    'batch.results-by-index',
    'names results by their index only',
    (data) => ({
      ...data,
      results: Object.fromEntries(Object.values(membersOf(data['results'])).map((value, index) => [index, value])),
    }),
    ['batch.results-by-id', 'batch.lists', 'batch.partial-failure'],
    6,
  ),
  batchData('batch.totals-missing', 'returns no totals', (data) => ({ ...data, totals: {} }), ['batch.lists']),
  batchData('batch.meta-missing', 'returns no meta', (data) => ({ ...data, meta: {} }), ['batch.lists']),
  batchData('batch.errors-missing', 'does not report which calls failed', (data) => ({ ...data, errors: {} }), [
    'batch.partial-failure',
    'batch.unknown-entity',
  ]),
  batchData(
    'batch.errors-null',
    'returns null instead of no errors',
    (data) => (Object.keys(membersOf(data['errors'])).length === 0 ? { ...data, errors: null } : data),
    ['batch.errors-when-none'],
  ),
  batchData(
    'batch.summary-wrong',
    'counts failed calls as done',
    (data) => ({
      ...data,
      summary: { ...membersOf(data['summary']), succeeded: membersOf(data['summary'])['total'] },
    }),
    ['batch.partial-failure', 'batch.unknown-entity'],
  ),
  batchData(
    'batch.first-ten',
    'runs the first ten calls only',
    (data) => ({
      ...data,
      results: Object.fromEntries(Object.entries(membersOf(data['results'])).slice(0, 10)),
      summary: {
        ...membersOf(data['summary']),
        succeeded: Math.min(10, Number(membersOf(data['summary'])['succeeded'])),
      },
    }),
    ['batch.results-by-id', 'batch.fifty'],
  ),
  {
    id: 'batch.all-or-nothing',
    fault: 'rejects a batch in which one call fails',
    caughtBy: ['batch.partial-failure', 'batch.unknown-entity'],
    others: 1,
    ...at(batch, (response) => {
      const data = isObject(response.body) ? membersOf(response.body['data']) : {};
      if (Object.keys(membersOf(data['errors'])).length === 0) return response;
      return { ...response, status: 422, body: { success: false, error: { code: 'BITRIX_ERROR', message: 'failed' } } };
    }),
  },
  {
    id: 'batch.list-filter-ignored',
    fault: 'ignores the filters of a batch',
    caughtBy: ['batch.lists'],
    request: (request) =>
      batch.test(request.path) ? changeParams(request, (given) => ({ ...given, filter: undefined })) : request,
  },
  {
    id: 'batch.fields-renamed',
    fault: 'returns the field list of a batch without its level "fields"',
    caughtBy: ['batch.fields'],
    ...at(batch, (response) =>
      changeData(response, (data) => {
        const { f } = membersOf(membersOf(data)['results']);
        return f === undefined ? data : { ...membersOf(data), results: { f: membersOf(f)['fields'] } };
      }),
    ),
  },
  {
    id: 'batch.users-in-camel-case',
    fault: 'returns users of a batch in camel case',
    caughtBy: ['batch.users-get'],
    sandbox: { switches: { batchUsersCasing: 'camel' } },
  },
  {
    id: 'batch.missing-native-error',
    fault: 'returns the native error for a missing record',
    caughtBy: ['batch.partial-failure'],
    sandbox: { switches: { batchMissingRecord: 'BITRIX_ERROR' } },
  },
  {
    id: 'batch.anything-taken',
    fault: 'accepts batches of any size and form',
    caughtBy: ['batch.too-many', 'batch.empty', 'batch.all-invalid'],
    ...accepted('INVALID_REQUEST', batch),
  },
];

function batchData(
  id: string,
  fault: string,
  change: (data: Members) => Members,
  caughtBy: readonly string[],
  others = 0,
): Mutation {
  return {
    id,
    fault,
    caughtBy,
    others,
    ...at(batch, (response) => changeData(response, (data) => change(membersOf(data)))),
  };
}
