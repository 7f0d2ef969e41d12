import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { specOf } from '../entities/entity.ts';
import {
  allowedValues,
  splitFilter,
  type Condition,
  dividedFields,
  excludesEmpty,
  type FilterOperator,
  filterKey,
  fixes,
  matchesNothing,
  onShownTimes,
  operatorsOf,
  operatorsOfKind,
} from './filter.ts';
import { isSortable } from './order.ts';

const name = (operator: Condition['operator'], value: Condition['value']): Condition => ({
  field: 'lastName',
  operator,
  value,
});
const company = (operator: Condition['operator'], value: Condition['value']): Condition => ({
  field: 'companyId',
  operator,
  value,
});

/** The kinds of fields that have an operator. */
const kindsWith = (operator: FilterOperator) =>
  Object.entries<readonly string[]>(operatorsOfKind).flatMap(([kind, all]) => (all.includes(operator) ? [kind] : []));

test('codes and links have no substring match, multifields no comparison (contract §3)', () => {
  expect(kindsWith('contains')).toEqual(['text', 'longText', 'multifield', 'list']);
  expect(kindsWith('gt')).toEqual(['id', 'link', 'number', 'datetime', 'date']);
  expect(operatorsOf(contacts, 'post')).toBe(operatorsOfKind.text);
});

test("a field that the upstream's list lacks has no operators and no order, whatever its kind", () => {
  const unlisted = Object.keys(contacts.fields).filter((field) => specOf(contacts, field).unlisted);
  expect(unlisted).toContain('lastActivityTime');
  expect(unlisted.flatMap((field) => operatorsOf(contacts, field))).toEqual([]);
  expect(unlisted.filter((field) => isSortable(contacts, field))).toEqual([]);
});

describe('values that a field may have', () => {
  test.each<[string, readonly Condition[], readonly unknown[] | undefined]>([
    ['no equality', [name('ne', 'a'), name('isEmpty', false)], undefined],
    ['one', [name('eq', 'a')], ['a']],
    ['a list', [name('in', ['a', 'b'])], ['a', 'b']],
    ['a list with repeats', [company('in', [0, 5, 0, 5])], ['', 5]],
    ['a list and one of it, in other letter case', [name('in', ['a', 'b']), name('eq', 'B')], ['b']],
    ['a list and another', [name('in', ['a', 'b']), name('eq', 'c')], []],
    ['two numbers', [company('eq', 1), company('in', [2, 1])], [1]],
    ['blanks', [name('isEmpty', true)], ['']],
    ['blanks of a list that has them', [name('isEmpty', true), name('in', ['a', ''])], ['']],
    ['blanks of a list of links, where 0 is unset', [company('isEmpty', true), company('in', [0, 5])], ['']],
    ['blanks of a list without', [name('isEmpty', true), name('in', ['a'])], []],
  ])('%s', (_, conditions, expected) => {
    expect(allowedValues(contacts, conditions)).toEqual(expected);
  });

  test('a filter that leaves a field no value needs no call', () => {
    expect(matchesNothing(contacts, [name('in', [])])).toBe(true);
    expect(matchesNothing(contacts, [name('eq', 'a'), company('eq', 1), name('in', ['b'])])).toBe(true);
    expect(matchesNothing(contacts, [name('eq', 'a'), company('eq', 1), name('in', ['A'])])).toBe(false);
    expect(matchesNothing(contacts, [])).toBe(false);
  });
});

// A walk reads the empty values of a sort key apart, unless the caller's filter certainly has none.
test.each<[boolean, Condition]>([
  [true, name('eq', 'a')],
  [true, name('in', ['a', 'b'])],
  [true, name('contains', 'a')],
  [true, name('isEmpty', false)],
  [true, company('gte', 1)],
  // No value is in no range: natively a 0 would be in these.
  [true, company('lt', 5)],
  [true, company('lte', 5)],
  [true, company('gte', 0)],
  [true, company('gt', -1)],
  [true, company('ne', 0)],
  [true, company('notIn', [0, 15])],
  [false, name('in', ['a', ''])],
  [false, name('eq', '')],
  [false, name('contains', '')],
  [false, name('ne', 'a')],
  [false, name('notIn', ['a'])],
  [false, name('isEmpty', true)],
  [false, company('in', [0, 1])],
])('excludes empty values: %s for %j', (expected, condition) => {
  expect(excludesEmpty(contacts, [condition], condition.field)).toBe(expected);
  expect(excludesEmpty(contacts, [condition], 'typeId'), 'says nothing about other fields').toBe(false);
});

describe('what one request can ask for', () => {
  test.each<[string, readonly Condition[], number]>([
    ['no conditions', [], 1],
    ['an inequality on a link, which also those without one meet', [company('ne', 47)], 2],
    ['the same among those that have one', [company('ne', 47), company('isEmpty', false)], 1],
    ['exclusions with those without one', [company('notIn', [0, 47])], 1],
    ['no exclusions', [company('notIn', [])], 1],
    ['a list with those without one', [company('in', [0, 47])], 2],
    ['those without one alone', [company('in', [0])], 1],
    ['an inequality on a text', [name('ne', 'a')], 1],
    ['inequalities on two links', [company('ne', 47), { field: 'leadId', operator: 'ne', value: 3 }], 4],
  ])('%s', (_, filter, parts) => {
    expect(splitFilter(contacts, filter)).toHaveLength(parts);
    expect(splitFilter(contacts, filter).flatMap((part) => dividedFields(contacts, part))).toEqual([]);
  });
});

test('an equality with a time finds the whole second that is shown', () => {
  const at = (operator: Condition['operator'], value: string): Condition => ({ field: 'createdTime', operator, value });
  const second = '2024-07-22T18:00:08+03:00';
  const next = '2024-07-22T18:00:09+03:00';
  expect(onShownTimes(contacts, at('eq', second))).toEqual([at('gte', second), at('lt', next)]);
  expect(onShownTimes(contacts, at('gt', second))).toEqual([at('gte', next)]);
  expect(onShownTimes(contacts, at('lte', second))).toEqual([at('lt', next)]);
  expect(onShownTimes(contacts, at('lt', second))).toEqual([at('lt', second)]);
  expect(onShownTimes(contacts, name('eq', 'a'))).toEqual([name('eq', 'a')]);
});

test('a filter fixes a field by equality or emptiness, but not a multifield', () => {
  expect(fixes(contacts, [name('eq', 'a')], 'lastName')).toBe(true);
  expect(fixes(contacts, [name('isEmpty', true)], 'lastName')).toBe(true);
  expect(fixes(contacts, [name('isEmpty', false)], 'lastName')).toBe(false);
  expect(fixes(contacts, [name('in', ['a'])], 'lastName')).toBe(false);
  expect(fixes(contacts, [name('eq', 'a')], 'name')).toBe(false);
  expect(fixes(contacts, [{ field: 'phone', operator: 'eq', value: '1' }], 'phone')).toBe(false);
});

test('the key of a filter is equal for equal filters in any order, and for no others', () => {
  expect(filterKey([name('eq', 'a'), company('eq', 1)])).toBe(filterKey([company('eq', 1), name('eq', 'a')]));
  const keys = [
    [],
    [company('eq', 1)],
    [company('eq', '1')],
    [company('in', [1])],
    [company('in', [1, 2])],
    [name('eq', 'a","b')],
    [name('in', ['a', 'b'])],
    [name('eq', 'a'), name('eq', 'b')],
  ].map((filter) => filterKey(filter));
  expect(new Set(keys).size).toBe(keys.length);
});
