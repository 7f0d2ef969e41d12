import { BLANK, type Column } from './column.ts';

/** One key of an order: a column and its direction. */
export interface SortKey {
  name: string;
  column: Column;
  descending: boolean;
}

/** Where blanks stand in an ascending order; descending turns it round. */
export type BlanksAt = 'start' | 'end';

/** Compares two rows by all keys; rows are kept in id order, so the position itself is the last key. */
export type RowOrder = (a: number, b: number) => number;

/** The sort key as a number that is always sorted ascending: direction and place of blanks are in it. */
export function directedKey({ column, descending }: SortKey, blanksAt: BlanksAt): (row: number) => number {
  const blank = (blanksAt === 'end') === descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const sign = descending ? -1 : 1;
  return (row) => {
    const key = column.key(row);
    return key === BLANK ? blank : sign * key;
  };
}

/** Orders rows by the keys, equal ones by id ascending (contract §9, "default order"). */
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

/** All rows in one order, kept in order while rows come and go: a page of it is a slice. */
export interface SortIndex {
  readonly keys: readonly SortKey[];
  readonly order: RowOrder;
  /** Row positions in order; only the first `size` count. */
  rows(): Uint32Array;
  size(): number;
  insert(row: number): void;
  /** Must be called before the row's cells change. */
  remove(row: number): void;
  /** The first place in [low, high) whose row is not before the bound. `compare` is negative while before it. */
  search(compare: (row: number) => number, low: number, high: number): number;
}

/** Builds an index over rows that stand in id order. */
export function createSortIndex(inIdOrder: Uint32Array, keys: readonly SortKey[], blanksAt: BlanksAt): SortIndex {
  const order = rowOrder(keys, blanksAt);
  let sorted = sortStably(inIdOrder, keys, blanksAt);
  let size = sorted.length;

  function search(compare: (row: number) => number, low: number, high: number): number {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(sorted[middle] ?? 0) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
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

/**
 * A stable sort by each key, the last one first, as counting over ranks: linear in the rows, where a comparison sort of
 * a million takes seconds.
 */
function sortStably(inIdOrder: Uint32Array, keys: readonly SortKey[], blanksAt: BlanksAt): Uint32Array {
  let current = inIdOrder.slice();
  for (const key of keys.toReversed()) {
    const value = directedKey(key, blanksAt);
    const values = Float64Array.from(current, value);
    if (isAscending(values)) continue;
    const ranks = ranksOf(values);
    const places = new Uint32Array(ranks.count + 1);
    for (const rank of ranks.of) places[rank + 1] = (places[rank + 1] ?? 0) + 1;
    for (let rank = 1; rank < places.length; rank += 1) places[rank] = (places[rank] ?? 0) + (places[rank - 1] ?? 0);
    const next = new Uint32Array(current.length);
    for (const [at, rank] of ranks.of.entries()) {
      const place = places[rank] ?? 0;
      next[place] = current[at] ?? 0;
      places[rank] = place + 1;
    }
    current = next;
  }
  return current;
}

function isAscending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at += 1) if ((values[at] ?? 0) < (values[at - 1] ?? 0)) return false;
  return true;
}

function ranksOf(values: Float64Array): { of: Uint32Array; count: number } {
  const distinct = values.toSorted();
  let count = 0;
  for (const value of distinct) if (count === 0 || value !== distinct[count - 1]) distinct[count++] = value;
  const of = new Uint32Array(values.length);
  for (const [at, value] of values.entries()) {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((distinct[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    of[at] = low;
  }
  return { of, count };
}
