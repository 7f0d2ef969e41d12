import { changeRows, isObject } from './messages.ts';
import { lists, type Mutation } from './mutation.ts';

/** Faults of the order of rows with empty values. */
export const emptyOrderMutations: readonly Mutation[] = [
  {
    id: 'order.empties-last',
    fault: 'orders empty values after all values',
    caughtBy: ['paging.empties-ascending', 'paging.empties-descending'],
    others: 1,
    sandbox: { switches: { blanksAt: 'end' } },
  },
  {
    id: 'order.empties-first-both-ways',
    fault: 'orders empty values first in both directions',
    caughtBy: ['paging.empties-descending'],
    others: 4,
    ...lists((response, { query }) =>
      isObject(query['order']) && query['order']['lastName'] === 'desc' && !('filter' in query)
        ? changeRows(response, (rows) => rows.map((row) => ({ ...row, lastName: null })))
        : response,
    ),
  },
  {
    id: 'order.empties-in-range',
    fault: 'finds empty values by "<"',
    caughtBy: ['paging.empties-not-in-range'],
    others: 1,
    sandbox: { switches: { blanksInRange: true } },
  },
  {
    id: 'order.empties-shuffled',
    fault: 'returns empty values in no order of ids',
    caughtBy: ['order.two-kinds-of-empties'],
    ...lists((response, { query }) =>
      isObject(query['order']) && 'companyId' in query['order']
        ? changeRows(response, (rows) =>
            rows.toSorted(
              (a, b) =>
                Number(a['companyId']) - Number(b['companyId']) || (Number(a['id']) % 7) - (Number(b['id']) % 7),
            ),
          )
        : response,
    ),
  },
];
