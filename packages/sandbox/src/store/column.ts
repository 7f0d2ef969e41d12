import type { Collation } from './collation.ts';

/** What a column holds for a row: a number (also dates and booleans), a text, or nothing. */
export type Cell = number | string | null;

/** A comparison that needs nothing but the column's sort keys. */
export type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

/** Says whether the row at this position matches. */
export type RowTest = (row: number) => boolean;

/** The sort key of a blank cell: below every other key. Where blanks really stand is the sort's choice. */
export const BLANK = Number.NEGATIVE_INFINITY;

/**
 * The sort key of an empty text where it differs from NULL: above NULL, below every text (contract §11.7). A link that
 * holds 0 has the key 0.
 */
export const EMPTY_TEXT = -Number.MAX_VALUE;

/** The view of the cells of all columns, which the switches `storedEmpties` and `storedTimes` decide on. */
export interface CellView {
  /** True if `''` in a text and 0 in a link differ from NULL. */
  twoEmpties: boolean;
  /** True if times are no finer than they are shown. */
  wholeSeconds: boolean;
}

/**
 * One field of a table, for all rows. Every cell has a numeric sort key, so that ordering and comparing are one rule
 * and cost the same for every type.
 */
export interface Column {
  /** Makes room for at least this many rows. */
  reserve(rows: number): void;
  get(row: number): Cell;
  set(row: number, cell: Cell): void;
  /** The sort key of the row's cell. */
  key(row: number): number;
  /** Where this value stands among the keys; a text that no row has stands between two of them. */
  keyOf(cell: Cell): number;
  /** Tests each row's text; never true for a blank. */
  textTest(matches: (text: string) => boolean): RowTest;
  useCollation(collation: Collation): void;
  useView(view: CellView): void;
  /** The key of the second form of "no value", if it differs from NULL now. */
  emptyKey(): number | null;
}

/** Returns true if a filter's value is that of contacts without one: natively 0 is none in a link (contract §11.6). */
export function isNoValue(column: Column, cell: Cell): boolean {
  const key = column.keyOf(cell);
  return key === BLANK || key === column.emptyKey();
}

/** A row test by a column's keys. A blank is part of no range, unless blanks count as the lowest value. */
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
