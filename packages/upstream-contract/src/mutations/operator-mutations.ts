import type { Condition } from './change-filter.ts';
import { conditions, everything, type Mutation, params } from './mutation.ts';

/** Faults of single operators, and filters that are ignored as a whole. */
export const operatorMutations: readonly Mutation[] = [
  {
    id: 'filter.all-ignored',
    fault: 'ignores all filters',
    caughtBy: [
      'filter.number-as-text',
      'filter.in',
      'filter.and',
      'filter.case-insensitive',
      'filter.date.from',
      'custom.empty-number',
      'companies.page',
      'users.page',
    ],
    others: 80,
    ...params((given) => ('filter' in given ? { ...given, filter: undefined } : given)),
  },
  {
    id: 'filter.get-ignored',
    fault: 'ignores the filter of a GET, and honours that of a body',
    caughtBy: ['filter.number-as-text', 'filter.in', 'filter.and', 'search.same-as-list'],
    others: 80,
    request: (request) =>
      request.method === 'GET' && 'filter' in request.query
        ? { ...request, query: { ...request.query, filter: '' } }
        : request,
  },
  swapped('contains', 'eq', [
    'filter.syntaxes.contains',
    'filter.contains.case-insensitive',
    'filter.json-text.prefix',
  ]),
  dropped('contains', ['filter.syntaxes.contains', 'filter.contains.underscore']),
  swapped('ne', 'eq', ['filter.syntaxes.ne', 'filter.not-empty.text', 'filter.ne.code', 'filter.date.unequal'], 30),
  dropped('ne', ['filter.syntaxes.ne', 'filter.not-empty.text', 'filter.ne.text', 'filter.date.unequal'], 30),
  swapped('eq', 'ne', ['filter.number-as-text', 'filter.text', 'filter.code', 'filter.ne.not-like'], 30),
  dropped('eq', ['filter.number-as-text', 'filter.text', 'filter.code', 'filter.phone', 'filter.empty.text'], 40),
  swapped(
    'gte',
    'gt',
    ['filter.syntaxes.gte', 'filter.date.from', 'filter.total-is-sum', 'paging.ranges-complement'],
    12,
  ),
  swapped('gt', 'gte', ['filter.syntaxes.gt', 'filter.date.after', 'paging.keyset-by-id', 'list.total']),
  swapped('lte', 'lt', ['filter.syntaxes.lte', 'filter.date.until', 'search.same-as-list'], 12),
  swapped('lt', 'lte', ['filter.syntaxes.lt', 'filter.date.before', 'paging.ties-are-equal'], 10),
  swapped('gt', 'lt', ['filter.syntaxes.gt', 'filter.date.after', 'paging.keyset-by-id']),
  dropped('gte', ['filter.syntaxes.gte', 'filter.and', 'filter.date.from'], 14),
  dropped('lt', ['filter.syntaxes.lt', 'filter.date.before', 'filter.and'], 10),
];

export function swapped(
  from: Condition['operator'],
  to: Condition['operator'],
  caughtBy: readonly string[],
  others = 6,
): Mutation {
  return {
    id: `filter.${from}-as-${to}`,
    fault: `takes "${from}" for "${to}"`,
    caughtBy,
    others,
    ...conditions((one) => (one.operator === from ? { ...one, operator: to } : one)),
  };
}

function dropped(operator: Condition['operator'], caughtBy: readonly string[], others = 6): Mutation {
  return {
    id: `filter.${operator}-ignored`,
    fault: `ignores conditions with "${operator}"`,
    caughtBy,
    others,
    ...conditions((one) => (one.operator === operator ? everything : one)),
  };
}
