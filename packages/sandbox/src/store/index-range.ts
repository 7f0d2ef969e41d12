import type { Condition } from '../query/condition.ts';
import { BLANK } from './column.ts';
import { directedKey, type SortIndex } from './sort-index.ts';
import type { Table } from './table.ts';

/** Condition that compares a column with one value. */
export type Comparing = Extract<Condition, { type: 'compare' }>;

/** Returns the range [low, high) of the index whose first keys equal the conditions, in their order. */
export function equalRange(table: Table, index: SortIndex, equal: readonly Comparing[]): [number, number] {
  const wanted = equal.map((condition, at) => {
    const value = index.keys[at];
    if (value === undefined) throw new Error('the index lacks a key of the conditions');
    const key = table.column(condition.field.name).keyOf(condition.cell);
    const blank = table.blanksAt === 'end' ? Number.POSITIVE_INFINITY : BLANK;
    return { key: key === BLANK ? blank : key, of: directedKey(value, table.blanksAt) };
  });
  const compare = (row: number): number => {
    for (const { key, of } of wanted) {
      const difference = of(row) - key;
      // The difference of two infinite keys, which are empty cells, is NaN: they are equal.
      if (difference !== 0 && !Number.isNaN(difference)) return difference;
    }
    return 0;
  };
  const low = index.search(compare, 0, index.size());
  return [low, index.search((row) => (compare(row) > 0 ? 1 : -1), low, index.size())];
}

/** Narrows [low, high) to the rows whose sort key number `at` is within the bound. */
export function narrow(
  table: Table,
  index: SortIndex,
  at: number,
  bound: Comparing,
  low: number,
  high: number,
): [number, number] {
  const column = table.column(bound.field.name);
  const descending = index.keys[at]?.descending ?? false;
  const key = column.keyOf(bound.cell);
  const directed = index.keys[at] ?? { name: 'id', column, descending };
  const blanksLow = (table.blanksAt === 'start') !== descending;
  // Empty cells are skipped first, so that the remaining rows are in the order of their keys.
  const isBlank = (row: number) => column.key(row) === BLANK;
  const firstValue = blanksLow ? index.search((row) => (isBlank(row) ? -1 : 1), low, high) : low;
  const lastValue = blanksLow ? high : index.search((row) => (isBlank(row) ? 1 : -1), low, high);
  if (bound.operator === 'eq' && key === BLANK) return blanksLow ? [low, firstValue] : [lastValue, high];

  const value = directedKey(directed, table.blanksAt);
  const limit = descending ? -key : key;
  const from = index.search((row) => value(row) - limit, firstValue, lastValue);
  const after = index.search((row) => (value(row) > limit ? 1 : -1), from, lastValue);
  switch (bound.operator) {
    case 'eq':
      return [from, after];
    case 'gt':
      return descending ? [firstValue, from] : [after, lastValue];
    case 'gte':
      return descending ? [firstValue, after] : [from, lastValue];
    case 'lt':
      return descending ? [after, lastValue] : [firstValue, from];
    case 'lte':
      return descending ? [from, lastValue] : [firstValue, after];
    case 'ne':
      return [low, high];
    default:
      return bound.operator satisfies never;
  }
}
