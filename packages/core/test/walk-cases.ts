import * as fc from 'fast-check';
import type { ContactField } from '../src/entities/contact-fields.ts';
import type { Condition, ContactFilter } from '../src/query/filter.ts';
import { completeOrder, type ContactOrder, type OrderKey } from '../src/query/order.ts';
import { lowerCase, lowerCaseWithoutYo, type Raw, type RowsUpstreamOptions } from './rows-upstream.ts';

/** A change of the data while a walk is under way. `pick` chooses among the rows there are. */
export type Change =
  | { readonly kind: 'delete' | 'deleteDelivered'; readonly pick: number }
  | { readonly kind: 'create'; readonly values: Omit<Raw, 'id'> }
  /** A new row with the sort values of another. */
  | { readonly kind: 'tie'; readonly pick: number; readonly upperCase: boolean }
  /** A row with an id of the past appears: its rights were changed. */
  | { readonly kind: 'reveal'; readonly pick: number; readonly values: Omit<Raw, 'id'> };

/** Few values, so that ties are the rule; pairs that differ in letter case only, and in a letter that a collation folds. */
const texts = ['a', 'A', 'b', 'B', 'ab', 'a_', 'A%', 'Ёж', 'еж', 'z', null, ''] as const;
const times = ['2024-01-01T10:00:00+03:00', '2024-01-02T10:00:00+03:00', '2025-06-01T00:00:00+03:00'];

const values = fc.record({
  lastName: fc.constantFrom(...texts),
  name: fc.constantFrom(...texts),
  companyId: fc.constantFrom(null, 0, 1, 2, 3, 10),
  typeId: fc.constantFrom(null, '', 'CLIENT', 'PARTNER', 'SUPPLIER'),
  createdTime: fc.constantFrom(...times),
});

/** Dense ids with few gaps, in an order that has nothing to do with any other value. */
export const rows = (maxLength: number): fc.Arbitrary<readonly Raw[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: Math.ceil(maxLength * 1.2) }), { maxLength, size: 'max' })
    .chain((ids) => fc.tuple(...ids.map((id) => values.map((others) => ({ id, ...others })))));

const pick = fc.nat({ max: 10_000 });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('delete' as const, 'deleteDelivered' as const), pick }),
  fc.record({ kind: fc.constant('create' as const), values }),
  fc.record({ kind: fc.constant('tie' as const), pick, upperCase: fc.boolean() }),
  fc.record({ kind: fc.constant('reveal' as const), pick, values }),
);

/** What changes before each upstream call; nothing more once it is used up, so that every walk ends. */
export const churn: fc.Arbitrary<readonly (readonly Change[])[]> = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 3, arbitrary: fc.array(change, { maxLength: 4 }) }),
  { maxLength: 40, size: 'max' },
);

const sortFields = ['lastName', 'name', 'companyId', 'typeId', 'createdTime', 'id'] as const satisfies ContactField[];
const orderKeys: fc.Arbitrary<OrderKey[]> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...sortFields), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  { maxLength: 3, selector: ({ field }) => field },
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('lastName' as const, 'name' as const),
    operator: fc.constantFrom('eq' as const, 'ne' as const),
    value: fc.constantFrom('a', 'B', 'ЕЖ', 'z', 'a_', 'a%', ''),
  }),
  // The schema refuses an empty text; in a list, or as a part, it means nothing that one request could ask for.
  fc.record({
    field: fc.constantFrom('lastName' as const, 'name' as const),
    operator: fc.constant('contains' as const),
    value: fc.constantFrom('a', 'B', 'ЕЖ', '_'),
  }),
  fc.record({
    field: fc.constantFrom('lastName' as const, 'name' as const),
    operator: fc.constant('in' as const),
    value: fc.subarray(['a', 'b', 'ёж', 'Z', 'a_'], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constantFrom('lastName' as const, 'name' as const),
    operator: fc.constant('notIn' as const),
    value: fc.subarray(['a', 'b', 'ёж', 'Z', 'a_', 'A%', '']),
  }),
  fc.record({
    field: fc.constantFrom('companyId' as const, 'id' as const),
    operator: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const, 'ne' as const),
    value: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({
    field: fc.constant('companyId' as const),
    operator: fc.constantFrom('in' as const, 'notIn' as const),
    value: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
  }),
  fc.record({
    field: fc.constantFrom('lastName' as const, 'companyId' as const, 'typeId' as const),
    operator: fc.constant('isEmpty' as const),
    value: fc.boolean(),
  }),
  fc.record({
    field: fc.constant('createdTime' as const),
    operator: fc.constantFrom('gte' as const, 'lt' as const, 'eq' as const),
    value: fc.constantFrom('2024-01-02T07:00:00Z', '2025-01-01T00:00:00Z'),
  }),
);

export const filters: fc.Arbitrary<ContactFilter> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 3,
    // The schema takes one wish for a field, as one value or as a list.
    arbitrary: fc.uniqueArray(condition, {
      maxLength: 3,
      selector: (one) => `${one.field} ${one.operator === 'in' ? 'eq' : one.operator}`,
    }),
  },
);

export interface Question {
  readonly filter: ContactFilter;
  readonly order: ContactOrder;
  readonly upstream: Omit<RowsUpstreamOptions, 'rows'> & { readonly empties: 'low' | 'high' };
}

/** What is asked, and of which upstream. */
export const questions: fc.Arbitrary<Question> = fc
  .record({
    filter: filters,
    keys: orderKeys,
    idDirection: fc.constantFrom('asc' as const, 'desc' as const),
    upstream: fc.record({
      blanks: fc.constantFrom(
        { empties: 'low', twoEmpties: false, comparesNull: false } as const,
        { empties: 'low', twoEmpties: true, comparesNull: false } as const,
        { empties: 'low', twoEmpties: false, comparesNull: true } as const,
        // In a database that sorts its NULLs last, they are in no range, and an empty text would be at the other end.
        { empties: 'high', twoEmpties: false, comparesNull: false } as const,
      ),
      rules: fc.record({
        likeEquality: fc.boolean(),
        inFindsNull: fc.boolean(),
        unequalNumbersFindNull: fc.boolean(),
        longListsById: fc.boolean(),
      }),
      collate: fc.constantFrom(lowerCase, lowerCaseWithoutYo),
    }),
  })
  .map(({ filter, keys, idDirection, upstream: { blanks, rules, collate } }) => {
    const named = keys.some(({ field }) => field === 'id');
    // `id` is implicitly ascending; named as a third or earlier key it goes either way.
    const asked = named || keys.length === 3 ? keys : [...keys, { field: 'id' as const, direction: idDirection }];
    return { filter, order: completeOrder(asked, filter), upstream: { ...blanks, ...rules, collate } };
  });
