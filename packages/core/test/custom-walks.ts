import * as fc from 'fast-check';
import type { Condition, CustomKind, OrderKey } from '../src/index.ts';
import { switches, type WalkCase } from './random-walks.ts';

/** The sandbox's custom fields that have one value, by their types. */
const name = (at: number) => `ufCrm_${1_720_019_876_534 + at}`;
const [string, integer, double, boolean, date, dateTime, enumeration] = [0, 1, 2, 3, 4, 5, 6].map(name) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const [url, employee, status] = [9, 11, 13].map(name) as [string, string, string];
const sortable = [string, integer, double, boolean, date, dateTime, enumeration, url, employee, status];

const key: fc.Arbitrary<OrderKey> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      field: fc.constantFrom(...sortable),
      direction: fc.constantFrom('asc' as const, 'desc' as const),
      argument: fc.constant('orderBy[0]'),
    }),
  },
  fc.record({
    field: fc.constantFrom('lastName', 'companyId'),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
  }),
);

const ranges = ['gt', 'gte', 'lt', 'lte'] as const;

const on = (
  field: string,
  kind: CustomKind,
  operators: readonly Condition['operator'][],
  value: fc.Arbitrary<Condition['value']>,
): fc.Arbitrary<Condition> =>
  fc
    .record({ operator: fc.constantFrom(...operators), value })
    .map((condition) => ({ field, ...condition, unresolved: { argument: 'filter.custom[0]', kind } }));

const isEmpty = (field: string, kind: CustomKind) => on(field, kind, ['isEmpty'], fc.boolean());

const condition: fc.Arbitrary<Condition> = fc.oneof(
  on(integer, 'number', ['eq', ...ranges], fc.constantFrom(-3, 0, 1, 5, 20)),
  on(integer, 'number', ['in'], fc.subarray([0, 1, 2, 3])),
  on(double, 'number', ranges, fc.constantFrom(-0.5, 0, 10, 12.5)),
  on(boolean, 'boolean', ['eq'], fc.boolean()),
  on(date, 'date', ['eq', ...ranges], fc.constantFrom('2023-01-01', '2024-07-22')),
  isEmpty(date, 'date'),
  isEmpty(dateTime, 'dateTime'),
  on(enumeration, 'code', ['eq', 'ne'], fc.constantFrom('51', '52')),
  on(enumeration, 'code', ['in', 'notIn'], fc.subarray(['51', '53'], { minLength: 1 })),
  isEmpty(enumeration, 'code'),
  on(employee, 'number', ['eq', 'ne', ...ranges], fc.constantFrom(1, 4, 8)),
  isEmpty(string, 'string'),
  on(url, 'string', ['contains'], fc.constantFrom('page1', 'example')),
  on(status, 'code', ['ne', 'eq'], fc.constantFrom('WEB', 'CALL')),
);

/** Walks by custom fields of every type that has an order, with conditions on them. */
export const customCases: fc.Arbitrary<WalkCase> = fc.record({
  switches: fc
    .tuple(
      switches,
      fc.record({
        emptyFindsZero: fc.boolean(),
        customBooleans: fc.constantFrom('letters' as const, 'digits' as const),
        dates: fc.constantFrom('offset' as const, 'utc' as const),
      }),
    )
    .map(([usual, own]) => ({ ...usual, ...own })),
  orderBy: fc.uniqueArray(key, { minLength: 1, maxLength: 3, selector: ({ field }) => field }),
  filter: fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Condition[]>([]) },
    condition.map((one): readonly Condition[] => [one]),
  ),
  size: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70 })),
  backward: fc.boolean(),
});
