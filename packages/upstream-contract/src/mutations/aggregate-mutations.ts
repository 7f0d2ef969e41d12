import { listOf, changeBody, changeData, changeRows, isObject } from './messages.ts';
import { at, dataFault, type Mutation } from './mutation.ts';
import { accepted, rejected } from './error-responses.ts';

const aggregate = /^\/v1\/contacts\/aggregate$/;

/** Faults of searches and aggregates. */
export const aggregateMutations: readonly Mutation[] = [
  {
    id: 'search.reversed',
    fault: 'returns the rows of a search in the opposite order',
    caughtBy: ['search.same-as-list', 'search.offset'],
    others: 60,
    ...at(/search$/, (response) => changeRows(response, (rows) => rows.toReversed())),
  },
  {
    id: 'search.filter-ignored',
    fault: 'ignores the filter of a search',
    caughtBy: ['search.same-as-list', 'search.wide-range', 'filter.not-in', 'companies.in', 'filter.empty.null'],
    others: 40,
    request: (request) =>
      request.path.endsWith('/search') && isObject(request.body)
        ? { ...request, body: { ...request.body, filter: {} } }
        : request,
  },
  {
    id: 'search.total-missing',
    fault: 'returns no meta for a search',
    caughtBy: ['search.same-as-list', 'search.wide-range', 'filter.empty-in'],
    others: 60,
    sandbox: { switches: { searchMeta: false } },
  },
  {
    id: 'search.offset-over-windows',
    fault: 'accepts an offset over a wide range',
    caughtBy: ['search.unstable-offset'],
    ...accepted('UNSTABLE_OFFSET_PAGINATION'),
  },
  {
    id: 'search.windows-not-joined',
    fault: 'returns the rows of the first window only',
    caughtBy: ['search.wide-range'],
    ...at(/search$/, (response) =>
      changeBody(response, (body) =>
        isObject(body['meta']) && Number(body['meta']['windowCount']) > 1
          ? { ...body, data: listOf(body['data']).slice(0, 1) }
          : body,
      ),
    ),
  },
  {
    id: 'aggregate.filter-ignored',
    fault: 'counts all rows in spite of a filter',
    caughtBy: ['aggregate.filter', 'paging.count-is-total'],
    others: 2,
    request: (request) =>
      aggregate.test(request.path) && isObject(request.body) && !JSON.stringify(request.body).includes('noSuch')
        ? { ...request, body: { ...request.body, filter: {} } }
        : request,
  },
  dataFault(
    'aggregate.group-missing',
    'omits a group',
    aggregate,
    (given) => ('groups' in given ? { ...given, groups: listOf(given['groups']).slice(1) } : given),
    ['aggregate.groups', 'aggregate.groups.several'],
    1,
  ),
  dataFault(
    'aggregate.groups-one-more',
    'counts one more in each group',
    aggregate,
    (given) =>
      'groups' in given
        ? {
            ...given,
            groups: listOf(given['groups']).map((group) =>
              isObject(group) ? { ...group, count: Number(group['count']) + 1 } : group,
            ),
          }
        : given,
    ['aggregate.groups', 'aggregate.groups.several', 'aggregate.filter'],
    0,
  ),
  {
    id: 'aggregate.first-key-only',
    fault: 'groups by the first of several fields',
    caughtBy: ['aggregate.groups.several'],
    request: (request) =>
      aggregate.test(request.path) &&
      isObject(request.body) &&
      Array.isArray(request.body['groupBy']) &&
      request.body['groupBy'].length < 5
        ? { ...request, body: { ...request.body, groupBy: request.body['groupBy'].slice(0, 1) } }
        : request,
  },
  dataFault('aggregate.functions-missing', 'computes nothing', aggregate, (given) => ({ ...given, aggregates: {} }), [
    'aggregate.functions',
  ]),
  {
    id: 'aggregate.cut-in-silence',
    fault: 'groups 5,000 contacts at most and does not report it (contract §11.4)',
    caughtBy: ['aggregate.groups.above-5000', 'aggregate.count-above-5000'],
    others: 2,
    group: 'aggregate',
    sandbox: { contacts: 6000 },
    ...at(aggregate, (response) =>
      changeData(response, (value) => {
        const given = isObject(value) ? value : {};
        if (!('groups' in given)) return { ...given, count: 5001 };
        return { ...given, groups: cut(listOf(given['groups']), 5000), meta: { truncated: false } };
      }),
    ),
  },
  {
    id: 'aggregate.bad-group-taken',
    fault: 'groups by any field',
    caughtBy: ['aggregate.bad-group'],
    ...accepted('INVALID_PARAMS', aggregate),
  },
  {
    id: 'aggregate.six-groups-taken',
    fault: 'groups by six fields',
    caughtBy: ['aggregate.too-many-groups'],
    ...accepted('VALIDATION_ERROR', aggregate),
  },
  {
    id: 'aggregate.refused',
    fault: 'has no aggregates',
    caughtBy: ['aggregate.groups', 'aggregate.filter', 'paging.count-is-total'],
    others: 8,
    ...rejected(({ path }) => aggregate.test(path), 'ROUTE_NOT_FOUND', 404),
  },
];

/** Returns the groups of the first records only. */
function cut(groups: readonly unknown[], most: number): readonly unknown[] {
  let left = most;
  return groups.map((group) => {
    const count = Math.min(left, isObject(group) ? Number(group['count']) : 0);
    left -= count;
    return isObject(group) ? { ...group, count } : group;
  });
}
