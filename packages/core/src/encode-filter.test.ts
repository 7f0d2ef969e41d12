import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../test/property-runs.ts';
import { createRowsUpstream } from '../test/rows-upstream.ts';
import { filters, rows } from '../test/walk-cases.ts';
import { encodeFilter, type UpstreamFilter } from './encode-filter.ts';
import { type Condition, type ContactFilter, matchesNothing } from './filter.ts';

const name = (operator: Condition['operator'], value: Condition['value']): Condition => ({
  field: 'lastName',
  operator,
  value,
});

describe('the upstream is sent', () => {
  test.each<[string, ContactFilter, UpstreamFilter]>([
    ['nothing for no conditions', [], {}],
    ['equality as the bare value', [name('eq', 'a')], { lastName: 'a' }],
    ['a list as $in, even of one', [name('in', ['a'])], { lastName: { $in: ['a'] } }],
    ['inequality', [name('ne', 'a')], { lastName: { $ne: 'a' } }],
    ['a list of exclusions', [name('notIn', ['a', 'b'])], { lastName: { $nin: ['a', 'b'] } }],
    ['a list of one exclusion as $ne, which is documented', [name('notIn', ['a'])], { lastName: { $ne: 'a' } }],
    ['all exclusions as one', [name('ne', 'a'), name('isEmpty', false)], { lastName: { $nin: ['a', ''] } }],
    ['blank as the empty string', [name('isEmpty', true)], { lastName: '' }],
    ['not blank', [name('isEmpty', false)], { lastName: { $ne: '' } }],
    [
      'equality beside others as a list of one',
      [name('eq', 'a'), name('gt', 'A')],
      { lastName: { $gt: 'A', $in: ['a'] } },
    ],
    ['the values that two equalities share', [name('in', ['a', 'b']), name('eq', 'a')], { lastName: { $in: ['a'] } }],
    [
      'a range as two members',
      [
        { field: 'companyId', operator: 'gte', value: 1 },
        { field: 'companyId', operator: 'lt', value: 9 },
      ],
      { companyId: { $gte: 1, $lt: 9 } },
    ],
    ['booleans in their native form', [{ field: 'opened', operator: 'eq', value: false }], { opened: 'N' }],
    ['a substring', [{ field: 'phone', operator: 'contains', value: '+7916' }], { phone: { $contains: '+7916' } }],
  ])('%s', (_, filter, expected) => {
    expect(encodeFilter(filter)).toEqual(expected);
  });
});

test('a filter lets the same contacts through before and after it is written for the upstream', () => {
  fc.assert(
    fc.property(filters, rows(30), (filter, data) => {
      const upstream = createRowsUpstream({ rows: data });
      const ids = (one: ContactFilter) => upstream.select(one, [{ field: 'id', direction: 'asc' }]).map(({ id }) => id);
      expect(ids(readBack(encodeFilter(filter)))).toEqual(ids(filter));
      expect(matchesNothing(filter) && ids(filter).length > 0, 'nothing matches').toBe(false);
    }),
    runs(500),
  );
});

const operators: Readonly<Record<string, Condition['operator']>> = {
  $in: 'in',
  $nin: 'notIn',
  $ne: 'ne',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $contains: 'contains',
};

/** Reads the upstream's syntax as its documentation has it: members of one object are AND. */
function readBack(filter: UpstreamFilter): ContactFilter {
  return Object.entries(filter).flatMap(([field, condition]) =>
    Object.entries(typeof condition === 'object' ? condition : { $in: [condition] }).map(([operator, value]) => {
      const known = operators[operator];
      if (!known) throw new Error(`The upstream has no operator ${operator}.`);
      return { field: field as Condition['field'], operator: known, value };
    }),
  );
}
