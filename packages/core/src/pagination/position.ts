import type { UpstreamRow } from '../entities/decode.ts';
import { type Entity, readField } from '../entities/entity.ts';
import type { FilterScalar } from '../query/filter.ts';
import type { Order, OrderKey } from '../query/order.ts';

/** The value of a sort key; `null` is an empty one. */
export type SortValue = string | number | null;

/** A place in an order: right at one row, whether or not that row still exists. */
export interface Position {
  /** The row's values of the order's keys but the last, which is `id`. */
  readonly values: readonly SortValue[];
  readonly id: number;
  /**
   * The number of rows with this position's value of the first key that a walk has delivered up to here, this row included:
   * counted from the front if positive, from the back if negative, unknown if 0. A hint that saves calls; pages are
   * exact whatever it says.
   */
  readonly ties: number;
  /** The number of rows before this one in the whole order; known only to the anchored-offset form. */
  readonly offset?: number;
}

/** The keys of an order but the last one, `id`. */
export function leadingKeys(order: Order): readonly OrderKey[] {
  return order.slice(0, -1);
}

/** Returns true if the order's last key, `id`, is ascending. */
export function idAscends(order: Order): boolean {
  return order.at(-1)?.direction !== 'desc';
}

/** The sort values of a row. @throws UpstreamError `bad_response` if one is not in a known form. */
export function sortValues(entity: Entity, row: UpstreamRow, order: Order): readonly SortValue[] {
  return valuesOf(entity, row, leadingKeys(order));
}

/** Returns the sort values of a row for given keys, without a list of the keys for each row. */
export function valuesOf(entity: Entity, row: UpstreamRow, keys: readonly OrderKey[]): readonly SortValue[] {
  return keys.map(({ field }) => sortValue(entity, row, field));
}

/** Returns true if a position is that of this row: a row whose own sort values were edited stands elsewhere now. */
export function isAt(entity: Entity, row: UpstreamRow, { id, values }: Position, order: Order): boolean {
  return row.id === id && sortValues(entity, row, order).every((value, index) => value === values[index]);
}

/**
 * Positions of the rows of one page, in its order, continuing the count of ties from the position before it.
 * `direction` is 1 for rows that a walk delivered from the front, -1 for those delivered from the back.
 */
export function positionsOf(
  entity: Entity,
  rows: readonly UpstreamRow[],
  order: Order,
  { before, direction }: { readonly before: Position | undefined; readonly direction: 1 | -1 },
): readonly Position[] {
  // Delivered from the back, the count goes the other way; the caller hands rows in delivery order either way.
  let previous = before;
  const keys = leadingKeys(order);
  return rows.map((row) => {
    const values = valuesOf(entity, row, keys);
    const position = { values, id: row.id, ties: countTies(values, previous, direction) };
    previous = position;
    return position;
  });
}

// Letter case, accents and "ё" do not count in the usual collations, nor do spaces at the end (contract §9).
const collator = new Intl.Collator('und', { sensitivity: 'base' });

/**
 * Returns true if two values of a sort key may be one to the upstream. Only its own collation knows, so in doubt they may: to
 * count a tie too many costs a longer read, to miss one costs another call.
 */
export function mayBeEqual(a: SortValue | undefined, b: SortValue | undefined): boolean {
  if (a === b) return true;
  return typeof a === 'string' && typeof b === 'string' && collator.compare(a.trimEnd(), b.trimEnd()) === 0;
}

function countTies(values: readonly SortValue[], previous: Position | undefined, direction: 1 | -1): number {
  if (!previous || !mayBeEqual(values[0], previous.values[0])) return direction;
  // Ties of an unknown or contrary count stay unknown until the value changes.
  return Math.sign(previous.ties) === direction ? previous.ties + direction : 0;
}

function sortValue(entity: Entity, row: UpstreamRow, field: string): SortValue {
  const value: FilterScalar | null = readField(entity, row, field);
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A place before all rows that have these values of the first keys. */
export interface Start {
  readonly values: readonly SortValue[];
}
