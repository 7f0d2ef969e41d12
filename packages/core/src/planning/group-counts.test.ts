import { contacts } from '../entities/contact.ts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/property-runs.ts';
import type { Filter } from '../query/filter.ts';
import { countByValue, type GroupReads, MAX_COUNTED_VALUES } from './group-counts.ts';

type Value = string | null;

/** Reads over contacts of which only their type matters; a condition holds as the upstream has it. */
function readsOver(types: readonly Value[], listed: readonly string[]): GroupReads & { readonly counted: string[] } {
  const counted: string[] = [];
  const passes = (type: Value) => (filter: Filter) =>
    filter.every(({ operator, value }) =>
      operator === 'isEmpty' ? (type === null) === value : [value].flat().some((one) => one === type),
    );
  return {
    counted,
    values: async () => listed,
    count: async (filter) => {
      counted.push(JSON.stringify(filter));
      return types.filter((type) => passes(type)(filter)).length;
    },
  };
}

const codes = ['CLIENT', 'PARTNER', 'OTHER', 'UC_1'];

test('groups of any contacts add up to all of them, each listed value and none apart, and the rest as one', async () => {
  const types = fc.array(fc.constantFrom<Value>(...codes, null));
  await fc.assert(
    fc.asyncProperty(types, fc.subarray(codes), async (existing, listed) => {
      const { count, groups } = await countByValue(
        { entity: contacts, filter: [] },
        'typeId',
        readsOver(existing, listed),
      );
      const of = (belongs: (type: Value) => boolean): number => existing.filter(belongs).length;
      const expected = [
        ...listed.map((key) => ({ key, count: of((type) => type === key) })),
        { key: null, count: of((type) => type === null) },
        { key: null, count: of((type) => type !== null && !listed.includes(type)), isOther: true },
      ].filter((group) => group.count > 0);
      expect(count).toBe(existing.length);
      expect(groups).toHaveLength(expected.length);
      expect(groups).toEqual(expect.arrayContaining(expected));
      expect(groups.map((group) => group.count)).toEqual(groups.map((group) => group.count).toSorted((a, b) => b - a));
    }),
    runs(200),
  );
});

describe('a filter on the field itself', () => {
  test('values that a filter on the field excludes are left out without a count', async () => {
    const reads = readsOver(['CLIENT', 'CLIENT', 'PARTNER', null], codes);
    const filter: Filter = [{ field: 'typeId', operator: 'in', value: ['CLIENT', 'UC_1'] }];
    const { count, groups } = await countByValue({ entity: contacts, filter }, 'typeId', reads);
    expect({ count, groups }).toEqual({ count: 2, groups: [{ key: 'CLIENT', count: 2 }] });
    expect(reads.counted).toHaveLength(3);
  });
});

test('groups that add up to more than the total are an error, not a wrong answer', async () => {
  const reads: GroupReads = { values: async () => ['CLIENT'], count: async (filter) => (filter.length === 0 ? 3 : 4) };
  await expect(countByValue({ entity: contacts, filter: [] }, 'typeId', reads)).rejects.toMatchObject({
    code: 'bad_response',
  });
});

test('a field with too many values is rejected before any of them is counted', async () => {
  const reads = readsOver(
    [],
    Array.from({ length: MAX_COUNTED_VALUES + 1 }, (_, index) => `UC_${index}`),
  );
  await expect(countByValue({ entity: contacts, filter: [] }, 'typeId', reads)).rejects.toMatchObject({
    argument: 'groupBy',
    value: 'typeId',
  });
  expect(reads.counted).toEqual([]);
});
