import { expect, test } from 'vitest';
import { customFilterFields, customOrderNames } from './custom-choices.ts';

const portal = [
  { name: 'name', isCustom: false, type: 'string' },
  { name: 'ufCrm_1', isCustom: true, type: 'integer', isMultiple: false },
  { name: 'ufCrm_2', isCustom: true, type: 'money' },
  { name: 'ufCrm_3', isCustom: true, type: 'enumeration', isMultiple: true },
  { name: 'ufCrm_4', isCustom: true, type: 'file' },
  { name: 'ufCrm_5', isCustom: true, type: null },
];

test('custom fields are offered to filter by with the operators of their types, but for files', () => {
  expect(
    customFilterFields(portal).map(({ name, custom, operators }) => [name, custom, ...Object.keys(operators)]),
  ).toEqual([
    ['ufCrm_1', 'number', 'eq', 'gt', 'gte', 'in', 'lt', 'lte'],
    ['ufCrm_2', 'money', 'eq', 'in', 'isEmpty', 'ne', 'notIn'],
    ['ufCrm_3', 'code', 'eq', 'in', 'isEmpty'],
    ['ufCrm_5', 'string', 'contains', 'eq', 'in', 'isEmpty', 'ne', 'notIn'],
  ]);
});

test.each([
  ['string', 'contains', 'eq', 'in', 'isEmpty'],
  ['crm', 'eq', 'in', 'isEmpty'],
  ['integer', 'eq', 'in', 'isEmpty'],
  ['money', 'isEmpty'],
  ['date', 'isEmpty'],
])('of several values of the type %s, the operators are those that look at any one', (type, ...operators) => {
  const [field] = customFilterFields([{ name: 'ufCrm_1', isCustom: true, type, isMultiple: true }]);
  expect(Object.keys(field?.operators ?? {})).toEqual(operators);
});

test('a field that no operator is of is not offered to filter by', () => {
  expect(customFilterFields([{ name: 'ufCrm_1', isCustom: true, type: 'boolean', isMultiple: true }])).toEqual([]);
});

test('money, files and fields of several values are not offered to sort by', () => {
  expect(customOrderNames(portal)).toEqual(['ufCrm_1', 'ufCrm_5']);
});
