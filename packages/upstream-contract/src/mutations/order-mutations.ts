import { changeRows, isObject } from './messages.ts';
import { lists, type Mutation, params, without } from './mutation.ts';
import { accepted, rejected } from './error-responses.ts';

type Params = Readonly<Record<string, unknown>>;

/** Faults of the order of rows. */
export const orderMutations: readonly Mutation[] = [
  {
    id: 'order.ignored',
    fault: 'returns rows by id regardless of the order',
    caughtBy: ['order.id', 'order.sort-minus', 'order.time', 'order.several-keys', 'paging.range-in-sort-order'],
    others: 30,
    ...without('order', 'sort'),
  },
  {
    id: 'order.reversed',
    fault: 'treats asc as desc and desc as asc',
    caughtBy: ['order.id', 'order.ascending', 'order.time', 'paging.keyset-by-id', 'paging.empties-ascending'],
    others: 200,
    ...order((entries) =>
      entries.map(([name, direction]) => [name, /^desc$/i.test(String(direction)) ? 'asc' : 'desc']),
    ),
  },
  {
    id: 'order.always-ascending',
    fault: 'ignores the direction of an order',
    caughtBy: [
      'order.id',
      'order.upper-case',
      'order.several-keys',
      'paging.descending-range',
      'paging.empties-descending',
    ],
    others: 20,
    ...order((entries) => entries.map(([name]) => [name, 'asc'])),
  },
  {
    id: 'order.first-key-only',
    fault: 'orders by the first key only, ties by descending ids',
    caughtBy: ['order.several-keys', 'order.mixed-directions'],
    others: 20,
    // The opposite direction of the last key, so that ties are in another order.
    ...order((entries) =>
      entries.length < 2 ? entries : [entries[0] ?? ['id', 'asc'], ['id', entries[1]?.[1] === 'asc' ? 'desc' : 'asc']],
    ),
  },
  {
    id: 'order.last-direction-for-all',
    fault: 'orders by all keys in the direction of the last',
    caughtBy: ['order.mixed-directions'],
    ...order((entries) => entries.map(([name]) => [name, entries.at(-1)?.[1] ?? 'asc'])),
  },
  {
    id: 'order.last-key-first',
    fault: 'orders by the keys from the last to the first',
    caughtBy: ['order.several-keys', 'order.time', 'order.number', 'paging.range-in-sort-order'],
    others: 20,
    ...order((entries) => entries.toReversed()),
  },
  {
    id: 'order.by-id-above-50',
    fault: 'orders by id only above 50 rows (contract §11.13)',
    caughtBy: ['order.above-50-rows'],
    others: 4,
    ...params((given) => (Number(given['limit']) > 50 ? { ...given, order: { id: 'asc' } } : given)),
  },
  {
    id: 'order.unstable',
    fault: 'returns rows in another order each time',
    caughtBy: ['order.repeatable'],
    others: 200,
    ...shuffled(),
  },
  {
    id: 'order.two-rows-swapped',
    fault: 'swaps the second and the third row of each list',
    caughtBy: ['order.id', 'order.ascending', 'order.time', 'order.number', 'list.offset', 'paging.keyset-by-id'],
    others: 200,
    ...lists((response) =>
      changeRows(response, (rows) => {
        const [first, second, third, ...rest] = rows;
        return first && second && third ? [first, third, second, ...rest] : rows;
      }),
    ),
  },
  {
    id: 'order.numbers-as-text',
    fault: 'orders numbers as text',
    caughtBy: ['order.ascending'],
    others: 200,
    ...lists((response, { query }) =>
      isObject(query['order']) && Object.keys(query['order']).join() === 'id' && query['order']['id'] === 'asc'
        ? changeRows(response, (rows) => rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1)))
        : response,
    ),
  },
  {
    id: 'order.times-by-day',
    fault: 'orders times by their day only',
    caughtBy: ['order.time'],
    ...lists((response, { query }) =>
      isObject(query['order']) && 'updatedTime' in query['order']
        ? changeRows(response, (rows) =>
            rows.toSorted((a, b) => dayOf(a) - dayOf(b) || Number(a['id']) - Number(b['id'])),
          )
        : response,
    ),
  },
  {
    id: 'order.sort-ignored',
    fault: 'ignores sort',
    caughtBy: [
      'order.sort-minus',
      'order.sort-brackets',
      'order.sort-colon',
      'search.sort.minus',
      'search.sort.object',
    ],
    others: 6,
    ...without('sort'),
  },
  {
    id: 'order.sort-minus-ignored',
    fault: 'ignores the minus of a sort',
    caughtBy: ['order.sort-minus', 'search.sort.minus', 'search.sort.array'],
    ...params((given) => {
      const text = JSON.stringify(given['sort'] ?? null);
      return text.includes('"-') ? { ...given, sort: JSON.parse(text.replaceAll('"-', '"')) as unknown } : given;
    }),
  },
  {
    id: 'order.sort-colon-refused',
    fault: 'treats "id:desc" as the name of a field',
    caughtBy: ['order.sort-colon', 'search.sort.colon'],
    ...rejected(
      ({ query, body }) =>
        /\w:(?:asc|desc)/i.test(JSON.stringify([query['sort'] ?? '', isObject(body) ? body['sort'] : ''])),
      'UNKNOWN_SORT_FIELD',
    ),
  },
  {
    id: 'order.sort-brackets-refused',
    fault: 'rejects a sort with brackets',
    caughtBy: ['order.sort-brackets'],
    ...rejected(({ query }) => isObject(query['sort']), 'INVALID_SORT_TYPE'),
  },
  {
    id: 'order.sort-object-refused',
    fault: 'rejects an object and an array as sort of a search',
    caughtBy: ['search.sort.object', 'search.sort.number', 'search.sort.array'],
    others: 1,
    ...rejected(({ body }) => isObject(body) && typeof body['sort'] === 'object', 'INVALID_SORT_TYPE'),
  },
  {
    id: 'order.upper-case-refused',
    fault: 'rejects directions in upper case',
    caughtBy: ['order.upper-case', 'order.sort-brackets'],
    ...rejected(({ query }) => /"(?:ASC|DESC)"/.test(JSON.stringify(query)), 'INVALID_SORT_DIRECTION'),
  },
  {
    id: 'order.unknown-field-ignored',
    fault: 'ignores keys that are no fields',
    caughtBy: ['order.unknown-field'],
    sandbox: { switches: { unknownSortField: 'ignore' } },
  },
  {
    id: 'order.direction-ignored',
    fault: 'accepts any direction',
    caughtBy: ['order.direction', 'search.sort-direction'],
    ...accepted('INVALID_SORT_DIRECTION'),
  },
  {
    id: 'order.type-ignored',
    fault: 'accepts a number as sort',
    caughtBy: ['search.sort-type'],
    ...accepted('INVALID_SORT_TYPE'),
  },
];

type Entry = readonly [name: string, direction: unknown];

/** Alters `order`; `sort` stays the same. */
function order(change: (entries: readonly Entry[]) => readonly Entry[]): Pick<Mutation, 'request'> {
  return params((given: Params) =>
    isObject(given['order']) ? { ...given, order: Object.fromEntries(change(Object.entries(given['order']))) } : given,
  );
}

function shuffled(): Pick<Mutation, 'response'> {
  let reads = 0;
  return lists((response) =>
    changeRows(response, (rows) => {
      reads += 1;
      const from = rows.length === 0 ? 0 : reads % rows.length;
      return [...rows.slice(from), ...rows.slice(0, from)];
    }),
  );
}

function dayOf(row: Params): number {
  return -Date.parse(String(row['updatedTime']).slice(0, 10));
}
