import type { UpstreamRow } from '../entities/decode.ts';
import { type Entity, isTime } from '../entities/entity.ts';
import type { OrderKey } from '../query/order.ts';
import { isCertainlyBefore } from '../query/text-difference.ts';
import { idAscends, leadingKeys, type SortValue, sortValues } from './position.ts';
import type { Sorting } from './listing.ts';
import type { NullsOrder } from './nulls-order.ts';

/**
 * Compares two values in the direction of a key: negative, positive, 0 for the same; "no value" is one state. `undefined` for
 * different texts, whose order is that of the upstream's collation.
 */
export function compareValues(
  entity: Entity,
  { field, direction }: OrderKey,
  a: SortValue,
  b: SortValue,
  empties: NullsOrder,
): number | undefined {
  if (a === b) return 0;
  const sign = direction === 'asc' ? 1 : -1;
  if (a === null || b === null) return sign * ((a === null) === (empties === 'low') ? -1 : 1);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (!isTime(entity, field)) return undefined;
  return sign * (Date.parse(String(a)) - Date.parse(String(b)));
}

/** Compares rows by an order of which all keys are comparable, or of which the others have one value in all of them. */
export function compareRows({ entity, order, empties }: Sorting): (a: UpstreamRow, b: UpstreamRow) => number {
  const keys = leadingKeys(order);
  const byId = idAscends(order) ? 1 : -1;
  return (a, b) => {
    const [left, right] = [sortValues(entity, a, order), sortValues(entity, b, order)];
    for (const [level, key] of keys.entries()) {
      const difference = compareValues(entity, key, left[level] ?? null, right[level] ?? null, empties) ?? 0;
      if (difference !== 0) return difference;
    }
    return byId * (a.id - b.id);
  };
}

/**
 * Returns true if rows certainly stand in an order, by its keys from `level` on; a false doubt costs a read, but no
 * contact.
 */
export function areCertainlySorted(
  rows: readonly UpstreamRow[],
  { entity, order, empties }: Sorting,
  level = 0,
): boolean {
  const keys = leadingKeys(order);
  const byId = idAscends(order) ? 1 : -1;
  const values = rows.map((row) => sortValues(entity, row, order));
  return rows.every((row, at) => {
    const before = rows[at - 1];
    if (!before) return true;
    for (const [each, key] of keys.entries()) {
      if (each < level) continue;
      const [a = null, b = null] = [values[at - 1]?.[each], values[at]?.[each]];
      const difference = compareValues(entity, key, a, b, empties);
      if (difference === undefined) {
        const [lower, higher] = key.direction === 'asc' ? [a, b] : [b, a];
        return isCertainlyBefore(String(lower), String(higher));
      }
      if (difference !== 0) return difference < 0;
    }
    return (row.id - before.id) * byId > 0;
  });
}
