import { describe, expect, test } from 'vitest';
import { contacts } from '../src/entities/contact.ts';
import { customFieldsAmong } from '../src/entities/custom-field.ts';
import { kindOf } from '../src/entities/entity.ts';
import { toFieldDescriptions } from '../src/entities/field-description.ts';
import { InvalidArgumentError } from '../src/errors.ts';
import { encodeFilter } from '../src/wire/encode-filter.ts';
import { needsFieldList, provisionalEntity, resolveListing } from '../src/query/custom-listing.ts';
import type { Condition } from '../src/query/filter.ts';

const items = [
  { ID: '51', VALUE: 'Retail' },
  { ID: '52', VALUE: 'Wholesale' },
];
const portal = customFieldsAmong(
  toFieldDescriptions({
    fields: {
      id: { type: 'integer' },
      ufCrm_1: { type: 'string' },
      ufCrm_2: { type: 'double' },
      ufCrm_3: { type: 'boolean' },
      ufCrm_4: { type: 'date' },
      ufCrm_5: { type: 'datetime' },
      ufCrm_6: { type: 'enumeration', items },
      ufCrm_7: { type: 'enumeration', items, isMultiple: true },
      ufCrm_8: { type: 'money' },
      ufCrm_9: { type: 'file' },
      ufCrm_10: { type: 'employee' },
      ufCrm_11: { type: 'crm_status' },
      ufCrm_12: { type: 'string', isMultiple: true },
    },
  }),
);

type Kind = NonNullable<Condition['unresolved']>['kind'];

const asked = (field: string, kind: Kind, operator: Condition['operator'], value: Condition['value']): Condition => ({
  field,
  operator,
  value,
  unresolved: { argument: 'filter.custom[0]', kind },
});

const resolve = (filter: readonly Condition[], orderBy: Parameters<typeof resolveListing>[0]['orderBy'] = []) =>
  resolveListing({ entity: contacts, filter, orderBy }, portal);

const sent = (...filter: readonly Condition[]) => {
  const resolved = resolve(filter);
  return encodeFilter(resolved.entity, resolved.filter);
};

describe('a condition on a custom field is sent in the form of its type', () => {
  test.each<[string, Condition, object]>([
    ['a text', asked('ufCrm_1', 'string', 'eq', 'A-1'), { ufCrm_1: 'A-1' }],
    ['a text by its other name', asked('UF_CRM_1', 'string', 'contains', 'A'), { ufCrm_1: { $contains: 'A' } }],
    ['a number from', asked('ufCrm_2', 'number', 'gte', 3), { ufCrm_2: { $gte: 3 } }],
    ['a number, as a range', asked('ufCrm_2', 'number', 'eq', 0), { ufCrm_2: { $gte: 0, $lte: 0 } }],
    ['one of several numbers', asked('ufCrm_2', 'number', 'in', [1, 2]), { ufCrm_2: { $in: [1, 2] } }],
    ['yes, as 1', asked('ufCrm_3', 'boolean', 'eq', true), { ufCrm_3: 1 }],
    ['no, as 0', asked('ufCrm_3', 'boolean', 'eq', false), { ufCrm_3: 0 }],
    ['a day', asked('ufCrm_4', 'date', 'eq', '2024-07-22'), { ufCrm_4: '2024-07-22' }],
    ['with a day', asked('ufCrm_4', 'date', 'isEmpty', false), { ufCrm_4: { $ne: '' } }],
    [
      'a moment, as its second',
      asked('ufCrm_5', 'dateTime', 'eq', '2024-07-22T18:00:08Z'),
      { ufCrm_5: { $gte: '2024-07-22T18:00:08Z', $lt: '2024-07-22T18:00:09Z' } },
    ],
    ['an option by its title', asked('ufCrm_6', 'code', 'eq', 'wholesale'), { ufCrm_6: 52 }],
    ['an option by its id', asked('ufCrm_6', 'code', 'in', ['51', 'Wholesale']), { ufCrm_6: { $in: [51, 52] } }],
    ['one of several options', asked('ufCrm_7', 'code', 'eq', 'Retail'), { ufCrm_7: 51 }],
    ['no option', asked('ufCrm_7', 'code', 'isEmpty', true), { ufCrm_7: '' }],
    ['some option', asked('ufCrm_7', 'code', 'isEmpty', false), { ufCrm_7: { $ne: '' } }],
    [
      'an amount, in the forms that it can have',
      asked('ufCrm_8', 'money', 'eq', '1500|RUB'),
      { ufCrm_8: { $in: ['1500|RUB', '1500.0|RUB', '1500.00|RUB'] } },
    ],
    ['an amount with decimals', asked('ufCrm_8', 'money', 'eq', '0.25|EUR'), { ufCrm_8: '0.25|EUR' }],
    ['a user', asked('ufCrm_10', 'number', 'in', [3, 4]), { ufCrm_10: { $in: [3, 4] } }],
    ['a code', asked('ufCrm_11', 'code', 'notIn', ['WEB']), { '!=ufCrm_11': 'WEB' }],
    ['a part of one of several texts', asked('ufCrm_12', 'string', 'contains', 'a'), { ufCrm_12: { $contains: 'a' } }],
  ])('%s', (_, condition, expected) => {
    expect(sent(condition)).toEqual(expected);
  });
});

describe('a condition that the field does not have is refused with what is allowed', () => {
  test.each<[string, Condition, { argument: string; allowed: string }]>([
    [
      'an unknown name, with the most similar one first',
      asked('ufCrm_112', 'string', 'eq', 'a'),
      { argument: 'filter.custom[0].field', allowed: 'a custom field of the portal: ufCrm_11, ufCrm_12, ufCrm_1,' },
    ],
    [
      'a wrong kind',
      asked('ufCrm_2', 'string', 'eq', 'a'),
      {
        argument: 'filter.custom[0].string',
        allowed: 'filter.custom[0].number, since ufCrm_2 is of the type "double"',
      },
    ],
    [
      'a file',
      asked('ufCrm_9', 'string', 'eq', 'a'),
      { argument: 'filter.custom[0].string', allowed: 'ufCrm_9 is of the type "file"' },
    ],
    [
      'an operator that the type does not have',
      asked('ufCrm_2', 'number', 'isEmpty', true),
      { argument: 'filter.custom[0].number.isEmpty', allowed: 'one of eq, in, gt, gte, lt, lte' },
    ],
    [
      'an operator that several values do not have',
      asked('ufCrm_7', 'code', 'ne', 'Retail'),
      { argument: 'filter.custom[0].code.ne', allowed: 'has several values' },
    ],
    [
      'an option that there is not',
      asked('ufCrm_6', 'code', 'eq', 'Wholsale'),
      { argument: 'filter.custom[0].code.eq', allowed: 'Wholesale (52), Retail (51)' },
    ],
  ])('%s', (_, condition, { argument, allowed }) => {
    expect(() => resolve([condition])).toThrow(
      expect.objectContaining({
        argument,
        allowed: expect.stringContaining(allowed),
        constructor: InvalidArgumentError,
      }),
    );
  });

  test('two equalities on one field, under either of its names, are rejected', () => {
    const twice = [asked('ufCrm_1', 'string', 'eq', 'a'), asked('UF_CRM_1', 'string', 'in', ['b'])];
    expect(() => resolve(twice)).toThrow('only one of eq, in and isEmpty: true');
  });

  test('two substrings of one field, are rejected', () => {
    const twice = [asked('ufCrm_1', 'string', 'contains', 'a'), asked('UF_CRM_1', 'string', 'contains', 'b')];
    expect(() => resolve(twice)).toThrow('only one contains on a field');
  });

  test('a name that no portal can have is rejected before the field list is read', () => {
    const filter = [asked('segment', 'string', 'eq', 'a')];
    expect(() => provisionalEntity({ entity: contacts, filter, orderBy: [] })).toThrow(
      expect.objectContaining({ argument: 'filter.custom[0].field', value: 'segment' }),
    );
  });

  test.each([
    ['ufCrm_7', 'has several values'],
    ['ufCrm_8', 'is of the type "money"'],
  ])('a sort by %s', (field, reason) => {
    expect(() => resolve([], [{ field, direction: 'asc', argument: 'orderBy[0]' }])).toThrow(
      expect.objectContaining({ argument: 'orderBy[0].custom', allowed: expect.stringContaining(reason) }),
    );
  });
});

test('sort keys are resolved to the names of the portal, and other keys stay', () => {
  const { entity, orderBy } = resolve(
    [],
    [
      { field: 'UF_CRM_2', direction: 'desc', argument: 'orderBy[0]' },
      { field: 'name', direction: 'asc' },
    ],
  );
  expect(orderBy).toEqual([
    { field: 'ufCrm_2', direction: 'desc' },
    { field: 'name', direction: 'asc' },
  ]);
  expect(kindOf(entity, 'ufCrm_2')).toBe('number');
});

test('the field list is read only if a custom field is named', () => {
  const filter: readonly Condition[] = [{ field: 'name', operator: 'eq', value: 'a' }];
  expect(needsFieldList({ filter, orderBy: [{ field: 'name', direction: 'asc' }] })).toBe(false);
  expect(provisionalEntity({ entity: contacts, filter, orderBy: [] })).toBe(contacts);
  expect(needsFieldList({ filter: [asked('ufCrm_1', 'string', 'eq', 'a')], orderBy: [] })).toBe(true);
});
