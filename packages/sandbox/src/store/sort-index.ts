import { BLANK, type Column } from './column.ts';
import { lowerBound } from './lower-bound.ts';

/** Column and direction of one sort key. */
export interface SortKey {
  name: string;
  column: Column;
  descending: boolean;
}

/** Place of empty cells in an ascending order; they are at the other end of a descending one. */
export type BlanksAt = 'start' | 'end';

/** Compares two rows by all keys. The last key is the position, since rows are stored in the order of ids. */
export type RowOrder = (a: number, b: number) => number;

/** Returns the sort key as a number for an ascending sort: it includes direction and place of empty cells. */
export function directedKey({ column, descending }: SortKey, blanksAt: BlanksAt): (row: number) => number {
  const blank = (blanksAt === 'end') === descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const sign = descending ? -1 : 1;
  return (row) => {
    const key = column.key(row);
    return key === BLANK ? blank : sign * key;
  };
}

/** Returns the comparison of rows by the keys; ties are ordered by ascending id (contract §9, "default order"). */
export function rowOrder(keys: readonly SortKey[], blanksAt: BlanksAt): RowOrder {
  const directed = keys.map((key) => directedKey(key, blanksAt));
  return (a, b) => {
    for (const key of directed) {
      const left = key(a);
      const right = key(b);
      if (left !== right) return left < right ? -1 : 1;
    }
    return a - b;
  };
}

/** All rows in one order, updated with every change: a page is a slice of it. */
export interface SortIndex {
  readonly keys: readonly SortKey[];
  readonly order: RowOrder;
  /** Row positions in order; only the first `size` are valid. */
  rows(): Uint32Array;
  size(): number;
  insert(row: number): void;
  /** Must be called before the row's cells change. */
  remove(row: number): void;
  /** Returns the first place in [low, high) for whose row `compare` is not negative. */
  search(compare: (row: number) => number, low: number, high: number): number;
}

/** Makes an index of rows that are in the order of ids. */
export function createSortIndex(inIdOrder: Uint32Array, keys: readonly SortKey[], blanksAt: BlanksAt): SortIndex {
  const order = rowOrder(keys, blanksAt);
  let sorted = inIdOrder.toSorted(order);
  let size = sorted.length;

  function search(compare: (row: number) => number, low: number, high: number): number {
    return lowerBound(low, high, (place) => compare(sorted[place] ?? 0) < 0);
  }
  return {
    keys,
    order,
    rows: () => sorted,
    size: () => size,
    search,
    insert(row) {
      const at = search((other) => order(other, row), 0, size);
      if (size === sorted.length) {
        const wider = new Uint32Array(size + 16 + (size >>> 3));
        wider.set(sorted);
        sorted = wider;
      }
      sorted.copyWithin(at + 1, at, size);
      sorted[at] = row;
      size += 1;
    },
    remove(row) {
      const at = search((other) => order(other, row), 0, size);
      if (sorted[at] !== row) return;
      sorted.copyWithin(at, at + 1, size);
      size -= 1;
    },
  };
}
