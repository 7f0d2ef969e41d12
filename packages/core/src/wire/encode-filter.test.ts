import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { runs } from '../../test/property-runs.ts';
import { createRowsUpstream } from '../../test/rows-upstream.ts';
import { filters, questions, rows } from '../../test/walk-cases.ts';
import { encodeFilter, type UpstreamFilter } from './encode-filter.ts';
import { splitFilter, type Condition, type Filter, matchesNothing } from '../query/filter.ts';

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
const id = (operator: Condition['operator'], value: Condition['value']): Condition => ({
  field: 'id',
  operator,
  value,
});

describe('the upstream is sent', () => {
  test.each<[string, Filter, UpstreamFilter]>([
    ['nothing for no conditions', [], {}],
    ['nothing for no exclusions', [company('notIn', []), name('notIn', [])], {}],
    ['equality as the bare value', [name('eq', 'a')], { lastName: 'a' }],
    ['equality that LIKE would take for a pattern as $in', [name('eq', 'user_1')], { lastName: { $in: ['user_1'] } }],
    ['a list as $in, even of one', [name('in', ['a'])], { lastName: { $in: ['a'] } }],
    ['inequality of a text by the operator that is exact', [name('ne', 'a')], { '!=lastName': 'a' }],
    ['exclusions of texts by the operator that is exact', [name('notIn', ['a', 'b'])], { '!=lastName': ['a', 'b'] }],
    ['inequality of a number as $ne, which is documented', [id('ne', 5)], { id: { $ne: 5 } }],
    ['exclusions of numbers as the documented list', [id('notIn', [5, 6])], { '!id': [5, 6] }],
    [
      'that there is a value, beside exclusions',
      [name('ne', 'a'), name('isEmpty', false)],
      { '!=lastName': 'a', lastName: { $ne: '' } },
    ],
    ['blank as the empty string', [name('isEmpty', true)], { lastName: '' }],
    ['not blank', [name('isEmpty', false)], { lastName: { $ne: '' } }],
    ['no link as the empty string', [company('eq', 0)], { companyId: '' }],
    [
      'no link as the empty string, whatever is excluded',
      [company('isEmpty', true), company('ne', 5)],
      { companyId: '' },
    ],
    ['a link as greater than 0', [company('ne', 0)], { companyId: { $gt: 0 } }],
    ['exclusions of links, of none as well', [company('notIn', [0, 15])], { companyId: { $gt: 0, $ne: 15 } }],
    ['a range of links without those that have none', [company('lte', 5)], { companyId: { $gt: 0, $lte: 5 } }],
    [
      'the links of a list that has none, without those',
      [company('in', [0, 5]), company('ne', 0)],
      { companyId: { $in: [5] } },
    ],
    [
      'equality beside others as a list of one',
      [name('eq', 'a'), name('gt', 'A')],
      { lastName: { $gt: 'A', $in: ['a'] } },
    ],
    ['the values that two equalities share', [name('in', ['a', 'b']), name('eq', 'a')], { lastName: { $in: ['a'] } }],
    ['a range as two members', [company('gte', 1), company('lt', 9)], { companyId: { $gte: 1, $lt: 9 } }],
    [
      'the narrowest range of numbers',
      [id('gt', 3), id('gte', 9), id('lte', 20), id('lt', 20)],
      { id: { $gte: 9, $lt: 20 } },
    ],
    [
      'two bounds of a text, of which only the upstream knows the narrower one',
      [name('gte', 'a'), name('gte', 'b')],
      { lastName: { $gte: 'a' }, '>=lastName': 'b' },
    ],
    ['booleans in their native form', [{ field: 'opened', operator: 'eq', value: false }], { opened: 'N' }],
    ['a substring', [{ field: 'phone', operator: 'contains', value: '+7916' }], { phone: { $contains: '+7916' } }],
  ])('%s', (_, filter, expected) => {
    expect(encodeFilter(contacts, filter)).toEqual(expected);
  });
});

describe('a condition that a request has no place for is refused, and replaces no other:', () => {
  test.each<[string, Filter, string]>([
    ['a third bound of one kind on a text', [name('gte', 'a'), name('gte', 'b'), name('gte', 'c')], 'filter.lastName'],
    ['a second substring', [name('contains', 'a'), name('contains', 'b')], 'filter.lastName'],
  ])('%s', (_, filter, argument) => {
    expect(() => encodeFilter(contacts, filter)).toThrow(expect.objectContaining({ argument }));
  });

  test('but not one that is there twice', () => {
    const twice = [name('gte', 'a'), name('gte', 'b'), name('gte', 'b'), name('gte', 'a'), name('contains', 'c')];
    expect(encodeFilter(contacts, [...twice, name('contains', 'c')])).toEqual({
      lastName: { $gte: 'a', $contains: 'c' },
      '>=lastName': 'b',
    });
  });

  test('bounds of two positions and of their guards on one text all have a place', () => {
    const bounds = fc.constantFrom<Filter>(
      [name('gte', 'A'), name('lte', 'A'), name('gte', 'a'), name('lte', 'a')],
      [name('gt', 'A'), name('lt', 'a'), name('isEmpty', false)],
      [name('gte', 'A'), name('lte', 'A'), name('lt', 'a')],
    );
    fc.assert(
      fc.property(bounds, fc.constantFrom<Filter>([], [name('in', ['a', 'B'])], [name('ne', 'b')]), (range, filter) => {
        const written = JSON.stringify(encodeFilter(contacts, [...filter, ...range]));
        for (const { operator, value } of range.filter((one) => one.operator !== 'isEmpty')) {
          const sign = { gt: '>', gte: '>=', lt: '<', lte: '<=' }[operator as 'gt' | 'gte' | 'lt' | 'lte'];
          const forms = [`"$${operator}":${JSON.stringify(value)}`, `"${sign}lastName":${JSON.stringify(value)}`];
          expect(forms.some((form) => written.includes(form))).toBe(true);
        }
      }),
    );
  });
});

test('under any native rules, the parts of a filter find each of its contacts once and no other', () => {
  fc.assert(
    fc.property(questions, filters, rows(30), ({ upstream: native }, filter, data) => {
      const upstream = createRowsUpstream({ ...native, rows: data });
      const found = splitFilter(contacts, filter).flatMap((part) => upstream.selectNatively(part));
      const meant = upstream.select(filter, [{ field: 'id', direction: 'asc' }]).map((row) => row.id);
      expect(found.map((row) => row.id).toSorted((a, b) => a - b)).toEqual(meant);
      expect(matchesNothing(contacts, filter) && meant.length > 0, 'nothing matches').toBe(false);
    }),
    runs(1500),
  );
});

test('an operator and its opposite split the contacts without overlap or rest', () => {
  const opposites = fc.oneof(
    fc.record({ field: fc.constant('companyId' as const), value: fc.constantFrom(0, 1, 3, 47) }),
    fc.record({
      field: fc.constantFrom('lastName' as const, 'typeId' as const),
      value: fc.constantFrom('a', 'a_', 'A%', 'CLIENT'),
    }),
  );
  fc.assert(
    fc.property(questions, opposites, rows(30), ({ upstream: native }, { field, value }, data) => {
      const upstream = createRowsUpstream({ ...native, rows: data });
      const found = (operator: Condition['operator'], wanted: Condition['value']) =>
        splitFilter(contacts, [{ field, operator, value: wanted }])
          .flatMap((part) => upstream.selectNatively(part))
          .map((row) => row.id);
      const all = data.map((row) => row.id).toSorted((a, b) => a - b);
      const pairs = [
        [found('eq', value), found('ne', value)],
        [found('in', [value]), found('notIn', [value])],
        [found('isEmpty', true), found('isEmpty', false)],
      ];
      for (const pair of pairs) expect(pair.flat().toSorted((a, b) => a - b)).toEqual(all);
    }),
    runs(500),
  );
});
