import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import { createRowsUpstream } from '../../test/rows-upstream.ts';
import { casesOfContacts } from '../../test/walk-cases.ts';
import { contacts } from '../entities/contact.ts';
import { InvalidArgumentError } from '../errors.ts';
import { alternativesKey, alternativesOf, conjunction, MAX_ALTERNATIVES } from './alternatives.ts';
import { countTerms } from './count-terms.ts';
import { splitFilter, type Condition, type Filter } from './filter.ts';

const on = (field: string, operator: Condition['operator'], value: Condition['value']): Condition => ({
  field,
  operator,
  value,
});
const or = (...filters: readonly Filter[]) => ({ argument: 'filter.or', filters });
const company = (id: number): Filter => [on('companyId', 'eq', id)];
const named = (name: string): Filter => [on('name', 'contains', name)];

describe('alternatives', () => {
  test.each<[string, Filter, readonly Filter[], readonly Filter[]]>([
    [
      'each have the conditions outside',
      named('a'),
      [company(1), [on('leadId', 'eq', 2)]],
      [
        [...named('a'), ...company(1)],
        [...named('a'), on('leadId', 'eq', 2)],
      ],
    ],
    ['of values of one field are one list', [], [company(1), company(2)], [[on('companyId', 'in', [1, 2])]]],
    [
      'of values of one field beside the same others are one list',
      [],
      [[...company(1), ...named('a')], [...company(2), ...named('a')], named('b')],
      [[on('companyId', 'in', [1, 2]), ...named('a')], named('b')],
    ],
    ['that match nothing are left out', company(1), [company(2), named('a')], [[...company(1), ...named('a')]]],
    ['that are equal are one', [], [named('a'), named('a')], [named('a')]],
    ['with and without a value stay two', [], [company(1), company(0)], [company(1), company(0)]],
    [
      'of values of a field with several stay two',
      [],
      [[on('phone', 'eq', '1')], [on('phone', 'eq', '2')]],
      [[on('phone', 'eq', '1')], [on('phone', 'eq', '2')]],
    ],
    ['of which none can match are none', company(1), [company(2), company(3)], []],
  ])('%s', (_, filter, filters, expected) => {
    expect(alternativesOf(contacts, filter, [or(...filters)])).toEqual(expected);
  });

  test('the alternatives of two lists are all pairs', () => {
    const search = { argument: 'search', filters: [named('a'), [on('lastName', 'contains', 'a')]] };
    const filters = [company(1), [on('leadId', 'eq', 2)]];
    expect(alternativesOf(contacts, [], [or(...filters), search])).toHaveLength(4);
  });

  test.each<[string, Filter, Filter]>([
    ['two parts of a text', named('a'), named('b')],
    ['two bounds of one kind on a text', [on('name', 'gt', 'a')], [on('name', 'gt', 'b')]],
    ['two conditions on a field with several values', [on('phone', 'eq', '1')], [on('phone', 'contains', '2')]],
    ['values that a collation may take for one', [on('name', 'eq', 'ё')], [on('name', 'eq', 'е')]],
  ])('alternatives are rejected where no request can express %s', (_, filter, other) => {
    expect(conjunction(contacts, filter, other)).toBeUndefined();
    expect(() => alternativesOf(contacts, filter, [or(other)])).toThrow(InvalidArgumentError);
    expect(() => alternativesOf(contacts, filter, [or(other)])).toThrow('filter.or');
  });

  test('too many alternatives are rejected', () => {
    const many = (prefix: string) => ({
      argument: prefix,
      filters: Array.from({ length: 5 }, (_, at) => [on(prefix, 'contains', `${at}`)] as Filter),
    });
    expect(() => alternativesOf(contacts, [], [many('name'), many('lastName')])).toThrow(
      `at most ${MAX_ALTERNATIVES} alternatives`,
    );
  });

  test('the key of alternatives does not depend on their order', () => {
    expect(alternativesKey([named('a'), named('b')])).toBe(alternativesKey([named('b'), named('a')]));
    expect(alternativesKey([named('a'), named('b')])).not.toBe(alternativesKey([[...named('a'), ...named('b')]]));
  });
});

describe('the number of records that pass one of several filters', () => {
  test('the union of filters is counted without intersections that match nothing', () => {
    expect(countTerms(contacts, [company(1), company(2), named('a')])).toEqual([
      { filter: company(1), times: 1 },
      { filter: company(2), times: 1 },
      { filter: named('a'), times: 1 },
      { filter: [...company(1), ...named('a')], times: -1 },
      { filter: [...company(2), ...named('a')], times: -1 },
    ]);
  });

  test('the union of filters is not counted if no request can express an intersection, or there are too many', () => {
    expect(countTerms(contacts, [named('a'), named('b')])).toBeUndefined();
    expect(countTerms(contacts, [1, 2, 3, 4, 5].map(company))).toBeUndefined();
  });

  test('the counts of any filters add up to the number of their union', () => {
    fc.assert(
      fc.property(casesOfContacts.rows(40), casesOfContacts.alternatives, (rows, alternatives) => {
        const terms = countTerms(contacts, alternatives);
        fc.pre(terms !== undefined);
        const upstream = createRowsUpstream({ rows });
        const count = (filter: Filter) =>
          splitFilter(contacts, filter).reduce((sum, part) => sum + upstream.selectNatively(part).length, 0);
        const passing = new Set(alternatives.flatMap((filter) => upstream.select(filter, [])).map(({ id }) => id));
        expect((terms ?? []).reduce((sum, { filter, times }) => sum + times * count(filter), 0)).toBe(passing.size);
      }),
      runs(1000),
    );
  });
});
