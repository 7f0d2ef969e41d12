import type { CompareOperator } from '../query/filter-operators.ts';
import type { Collation } from './collation.ts';

/** Value of a field in one row: a number (also for dates and booleans), a text, or null. */
export type Cell = number | string | null;

/** Comparison by sort keys alone. */
export type Comparison = Exclude<CompareOperator, 'ne'>;

/** Cells of a row by column name. */
export type Cells = Readonly<Record<string, Cell>>;

/** Returns true if the row at this position matches. */
export type RowTest = (row: number) => boolean;

/** Sort key of an empty cell, below every other key. The sort decides about the place of empty cells. */
export const BLANK = Number.NEGATIVE_INFINITY;

/**
 * Sort key of an empty text if it differs from NULL: above NULL, below every text (contract §11.7). A link of 0 has the
 * key 0.
 */
export const EMPTY_TEXT = -Number.MAX_VALUE;

/** View of the cells of all columns, set by the switches `storedEmpties` and `storedTimes`. */
export interface CellView {
  /** True if `''` in a text and 0 in a link differ from NULL. */
  twoEmpties: boolean;
  /** True if times are cut to the seconds that are shown. */
  wholeSeconds: boolean;
}

/**
 * One field of a table, for all rows. Every cell has a numeric sort key, so that sorting and comparing are the same for
 * every type.
 */
export interface Column {
  /** Makes room for at least this many rows. */
  reserve(rows: number): void;
  get(row: number): Cell;
  set(row: number, cell: Cell): void;
  /** Returns the sort key of a row. */
  key(row: number): number;
  /** Returns the sort key of a value; for a text that no row has, a key between those of its neighbours. */
  keyOf(cell: Cell): number;
  /** Returns a test of the row's text, which is false for an empty cell. */
  textTest(matches: (text: string) => boolean): RowTest;
  useCollation(collation: Collation): void;
  useView(view: CellView): void;
  /** Returns the key of the second form of "no value"; null if it is the same as NULL. */
  emptyKey(): number | null;
}

/** Returns true if a filter's value stands for "no value": natively also 0 in a link (contract §11.6). */
export function isNoValue(column: Column, cell: Cell): boolean {
  const key = column.keyOf(cell);
  return key === BLANK || key === column.emptyKey();
}

/** Returns a row test by sort keys. An empty cell is in no range, unless it counts as the lowest value. */
export function comparisonTest(column: Column, comparison: Comparison, key: number, blanksInRange: boolean): RowTest {
  switch (comparison) {
    case 'eq':
      return (row) => column.key(row) === key;
    case 'gt':
      return (row) => column.key(row) > key;
    case 'gte':
      return blanksInRange
        ? (row) => column.key(row) >= key
        : (row) => column.key(row) >= key && column.key(row) !== BLANK;
    case 'lt':
      return blanksInRange
        ? (row) => column.key(row) < key
        : (row) => column.key(row) < key && column.key(row) !== BLANK;
    case 'lte':
      return blanksInRange
        ? (row) => column.key(row) <= key
        : (row) => column.key(row) <= key && column.key(row) !== BLANK;
    default:
      return comparison satisfies never;
  }
}
