import { conditions, everything, isEmptyValue, type Mutation, nothing } from './mutation.ts';

const empties = ['filter.empty.text', 'filter.empty.code', 'filter.empty.link'];

/** Faults of conditions on contacts without a value (contract §11.6). */
export const emptyMutations: readonly Mutation[] = [
  {
    id: 'empties.ignored',
    fault: 'ignores conditions with an empty value',
    caughtBy: [
      ...empties,
      'filter.empty.null',
      'filter.not-empty.text',
      'filter.not-empty.code',
      'filter.not-empty.link',
    ],
    others: 8,
    ...conditions((one) => (isEmptyValue(one.value) ? everything : one)),
  },
  {
    id: 'empties.not-found',
    fault: 'finds nothing by an empty value',
    caughtBy: [...empties, 'filter.empty.null'],
    others: 8,
    ...conditions((one) => (one.operator === 'eq' && isEmptyValue(one.value) ? nothing : one)),
  },
  {
    id: 'empties.half-found',
    fault: 'finds one of two kinds of empty values by an empty value',
    caughtBy: empties,
    others: 8,
    ...conditions((one) =>
      one.operator === 'eq' && isEmptyValue(one.value)
        ? [one, { field: 'updatedTime', operator: 'gt', value: '2023-01-01T00:00:00+03:00', syntax: 'prefix' }]
        : one,
    ),
  },
  {
    id: 'empties.null-refused',
    fault: 'finds nothing by a JSON null',
    caughtBy: ['filter.empty.null'],
    ...conditions((one) => (one.value === null ? nothing : one)),
  },
  {
    id: 'empties.not-empty-finds-all',
    fault: 'finds empty values too by a value',
    caughtBy: ['filter.not-empty.text', 'filter.not-empty.code', 'filter.not-empty.link'],
    others: 8,
    ...conditions((one) => (one.operator === 'ne' && isEmptyValue(one.value) ? everything : one)),
  },
  {
    id: 'empties.half-unequal',
    fault: 'finds only some of the other values by "!="',
    caughtBy: ['filter.ne.text', 'filter.ne.code', 'filter.ne.link'],
    others: 8,
    ...conditions((one) => {
      const valued = one.operator === 'ne' && !isEmptyValue(one.value) && one.field !== 'createdTime';
      return valued ? [one, { field: 'assignedById', operator: 'ne', value: 3, syntax: 'prefix' }] : one;
    }),
  },
  {
    id: 'empties.in-list-wild',
    fault: 'finds all rows by a list that has an empty value',
    caughtBy: ['filter.in.empty', 'filter.in.empty-and-value'],
    ...conditions((one) => (Array.isArray(one.value) && one.value.some(isEmptyValue) ? everything : one)),
  },
];
