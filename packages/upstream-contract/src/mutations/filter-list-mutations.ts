import { changeParams, isObject } from './messages.ts';
import type { Condition } from './change-filter.ts';
import { conditions, everything, type Mutation, params } from './mutation.ts';
import { swapped } from './operator-mutations.ts';

/** Faults of lists of values and of groups of alternatives. */
export const filterListMutations: readonly Mutation[] = [
  {
    id: 'filter.in.first-only',
    fault: 'uses only the first value of a list',
    caughtBy: ['filter.in', 'filter.in.codes', 'filter.in.fifty-indexed', 'filter.json-text', 'companies.in'],
    others: 6,
    ...conditions((one) => (one.operator === 'in' ? { ...one, value: items(one).slice(0, 1) } : one)),
  },
  {
    id: 'filter.in.last-only',
    fault: 'uses only the last value of a list',
    caughtBy: ['filter.in', 'filter.in.codes', 'filter.in.fifty-indexed', 'filter.json-text', 'companies.in'],
    others: 6,
    ...conditions((one) => (one.operator === 'in' ? { ...one, value: items(one).slice(-1) } : one)),
  },
  {
    id: 'filter.in.twenty',
    fault: 'uses only 20 values of a list',
    caughtBy: ['filter.in.fifty-indexed'],
    ...conditions((one) => (one.operator === 'in' ? { ...one, value: items(one).slice(0, 20) } : one)),
  },
  {
    id: 'filter.in.indexed-refused',
    fault: 'makes an object of a list with more than 20 indexes, as its parser does',
    caughtBy: ['filter.in.fifty-indexed'],
    sandbox: { switches: { longIndexedLists: 'object' } },
  },
  {
    id: 'filter.in.as-range',
    fault: 'finds all values between the first and the last of a list',
    caughtBy: ['filter.in', 'filter.in.fifty-indexed', 'companies.in'],
    others: 6,
    ...conditions((one) => {
      if (one.operator !== 'in' || one.field !== 'id' || items(one).length < 2) return one;
      return [
        { ...one, operator: 'gte', value: items(one)[0] },
        { ...one, operator: 'lte', value: items(one).at(-1) },
      ];
    }),
  },
  {
    id: 'filter.in.empty-list-ignored',
    fault: 'finds all rows for an empty list',
    caughtBy: ['filter.empty-in'],
    ...conditions((one) => (one.operator === 'in' && items(one).length === 0 ? everything : one)),
  },
  {
    id: 'filter.in.empty-list-refused',
    fault: 'rejects an empty list',
    caughtBy: ['filter.empty-in'],
    sandbox: { switches: { emptyIn: 'refuse' } },
  },
  swapped('nin', 'in', ['filter.not-in', 'filter.not-in.codes', 'filter.nin', 'filter.not-in.empty']),
  {
    id: 'filter.not-in.first-only',
    fault: 'uses only the first value of a negated list',
    caughtBy: ['filter.not-in', 'filter.not-in.codes', 'filter.nin', 'filter.not-in.empty'],
    others: 6,
    ...conditions((one) => (one.operator === 'nin' ? { ...one, value: items(one).slice(0, 1) } : one)),
  },
  {
    id: 'filter.not-in.ignored',
    fault: 'ignores a negated list in the prefix syntax',
    caughtBy: ['filter.not-in', 'filter.not-in.codes', 'filter.not-in.empty'],
    others: 6,
    ...conditions((one) => (one.operator === 'nin' && one.syntax === 'prefix' ? everything : one)),
  },
  {
    id: 'filter.nin.ignored',
    fault: 'accepts $nin and ignores it',
    caughtBy: ['filter.nin'],
    ...conditions((one) => (one.operator === 'nin' && one.syntax === 'dollar' ? everything : one)),
  },
  {
    id: 'filter.or.ignored',
    fault: 'ignores a group of alternatives',
    caughtBy: ['filter.or-group', 'filter.or-group.by-get'],
    ...params((given) =>
      isObject(given['filter']) && '0' in given['filter'] ? { ...given, filter: undefined } : withoutList(given),
    ),
  },
  {
    id: 'filter.or.as-and',
    fault: 'requires all conditions of a group of alternatives',
    caughtBy: ['filter.or-group', 'filter.or-group.by-get'],
    ...params((given) => {
      const text = JSON.stringify(given['filter'] ?? null);
      if (!text.includes('"logic":"OR"')) return given;
      const filter: unknown = JSON.parse(text.replace('"logic":"OR"', '"logic":"AND"'));
      return { ...given, filter };
    }),
  },
  {
    id: 'filter.or.ignored-by-get',
    fault: 'ignores a lone group of alternatives in a query string',
    caughtBy: ['filter.or-group.by-get'],
    request: (request) => (request.method === 'GET' ? changeParams(request, withoutList) : request),
  },
];

function items({ value }: Condition): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function withoutList<T extends Readonly<Record<string, unknown>>>(given: T) {
  return Array.isArray(given['filter']) ? { ...given, filter: undefined } : given;
}
