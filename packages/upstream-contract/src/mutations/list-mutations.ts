import { changeBody, changeData, changeMeta, changeRows, isObject } from './messages.ts';
import { at, lists, type Mutation } from './mutation.ts';
import { rejected } from './error-responses.ts';

/** Faults of totals, of meta, and of the rows of lists. */
export const listMutations: readonly Mutation[] = [
  metaSet('has-more-always', 'reports that there is more on each page', () => ({ hasMore: true }), [
    'list.has-more.last-page',
    'list.past-the-end',
  ]),
  metaSet('has-more-never', 'reports that there is no more on each page', () => ({ hasMore: false }), [
    'list.has-more',
    'paging.without-total',
  ]),
  {
    id: 'list.has-more-on-exact-end',
    fault: 'reports more rows on a last page that is full',
    caughtBy: ['list.has-more.last-page'],
    others: 1,
    sandbox: { switches: { hasMoreOnExactEnd: true } },
  },
  metaSet(
    'total-of-page',
    'returns the number of rows of the page as the total',
    (_, rows) => ({ total: rows }),
    ['list.total', 'paging.count-is-total'],
    120,
  ),
  metaSet(
    'total-one-more',
    'returns a total of one more',
    ({ total }) => ({ total: Number(total) + 1 }),
    ['list.total', 'paging.count-is-total', 'filter.equality.underscore'],
    30,
  ),
  metaSet('total-as-text', 'returns totals as text', ({ total }) => ({ total: String(total) }), ['list.envelope'], 150),
  {
    id: 'list.total-of-all',
    fault: 'counts all rows in spite of a filter',
    caughtBy: ['list.total', 'filter.in', 'filter.syntaxes.ne', 'paging.count-is-total'],
    others: 60,
    response: async (response, request, sandbox) => {
      if (request.path !== '/v1/contacts' || request.method !== 'GET' || !('filter' in request.query)) return response;
      const { body } = await sandbox({ ...request, query: { limit: '1', select: 'id' } });
      const all = isObject(body) && isObject(body['meta']) ? body['meta']['total'] : 0;
      return changeMeta(response, (meta) => ('total' in meta ? { ...meta, total: all } : meta));
    },
  },
  {
    id: 'list.meta-missing',
    fault: 'returns no meta',
    caughtBy: ['list.envelope', 'list.has-more'],
    others: 200,
    ...lists((response) => changeBody(response, ({ meta: _meta, ...rest }) => rest)),
  },
  {
    id: 'list.success-missing',
    fault: 'omits "success"',
    caughtBy: ['list.envelope'],
    others: 1,
    ...lists((response) => changeBody(response, ({ success: _success, ...rest }) => rest)),
  },
  {
    id: 'list.empty',
    fault: 'returns no rows, with the right totals',
    caughtBy: ['list.envelope', 'list.offset', 'filter.in', 'order.id', 'search.same-as-list', 'statuses.dictionary'],
    others: 200,
    ...lists((response) => changeRows(response, () => [])),
  },
  {
    id: 'list.empty-and-total-0',
    fault: 'returns no rows and a total of 0',
    caughtBy: ['paging.count-is-total'],
    others: 60,
    ...lists((response) =>
      changeMeta(
        changeRows(response, () => []),
        (meta) => ({ ...meta, total: 0, hasMore: false }),
      ),
    ),
  },
  {
    id: 'list.inner-page-twice',
    fault: 'repeats the first 50 rows above 50',
    caughtBy: ['list.limit.auto-pagination', 'paging.any-offset', 'order.above-50-rows'],
    others: 200,
    ...lists((response) =>
      changeRows(response, (rows) =>
        rows.length > 50 ? [...rows.slice(0, 50), ...rows.slice(0, rows.length - 50)] : rows,
      ),
    ),
  },
  {
    id: 'list.inner-page-overlap',
    fault: 'omits the row between two inner pages of 50',
    caughtBy: ['list.limit.auto-pagination', 'paging.limit-honoured', 'order.above-50-rows'],
    others: 200,
    ...lists((response) => changeRows(response, (rows) => rows.filter((_, index) => index !== 50))),
  },
  {
    id: 'list.phone-objects',
    fault: 'returns phones and e-mails as objects',
    caughtBy: ['list.flat-phone'],
    others: 6,
    sandbox: { switches: { phoneShape: 'array' } },
  },
  {
    id: 'list.dates-without-zone',
    fault: 'returns times without an offset',
    caughtBy: ['list.dates'],
    others: 8,
    ...lists((response) =>
      changeRows(response, (rows) => rows.map((row) => withTimes(row, (text) => text.slice(0, 19)))),
    ),
  },
  {
    id: 'list.dates-with-milliseconds',
    fault: 'returns times with milliseconds',
    caughtBy: ['list.whole-seconds'],
    others: 20,
    ...lists((response) =>
      changeRows(response, (rows) =>
        rows.map((row) => withTimes(row, (text) => text.replace(/(?=[+-]\d\d:\d\d$)/, '.250'))),
      ),
    ),
  },
  {
    id: 'list.next-after-id-wrong',
    fault: 'returns the first id as nextAfterId',
    caughtBy: ['paging.next-after-id'],
    ...lists((response) =>
      changeMeta(response, (meta, rows) =>
        'nextAfterId' in meta ? { ...meta, nextAfterId: Number(meta['nextAfterId']) - rows } : meta,
      ),
    ),
  },
  {
    id: 'list.users-missing',
    fault: 'returns no users',
    caughtBy: ['users.responsible'],
    ...at(/^\/v1\/users$/, (response) => changeData(response, () => [])),
  },
  {
    id: 'list.refused-above-200',
    fault: 'rejects lists of more than 200 rows',
    caughtBy: ['include.above-200', 'list.limit.above-5000'],
    others: 2,
    ...rejected(({ path, query }) => path === '/v1/contacts' && Number(query['limit']) > 200),
  },
];

function metaSet(
  name: string,
  fault: string,
  change: (meta: Readonly<Record<string, unknown>>, rows: number) => Record<string, unknown>,
  caughtBy: readonly string[],
  others = 6,
): Mutation {
  return {
    id: `list.${name}`,
    fault,
    caughtBy,
    others,
    ...lists((response) =>
      changeMeta(response, (meta, rows) => {
        const changed = change(meta, rows);
        return 'total' in changed && !('total' in meta) ? meta : { ...meta, ...changed };
      }),
    ),
  };
}

function withTimes(row: Readonly<Record<string, unknown>>, change: (text: string) => string) {
  const changed = Object.entries(row).filter(([name, value]) => name.endsWith('Time') && typeof value === 'string');
  return { ...row, ...Object.fromEntries(changed.map(([name, value]) => [name, change(String(value))])) };
}
