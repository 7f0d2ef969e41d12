import { type MultifieldType, multifieldValues } from '../fields/multifields.ts';
import type { Column } from './column.ts';

const indexed: readonly MultifieldType[] = ['PHONE', 'EMAIL', 'WEB'];

/** Finds rows by a whole phone number or address, where a scan would unpack the multifields of every row. */
export interface ValueIndex {
  /** Rows that have this value, in any letter case; in no order. */
  find(typeId: MultifieldType, value: string): Iterable<number>;
  insert(row: number): void;
  /** Must be called before the row's cells change. */
  remove(row: number): void;
}

/** Builds the index over rows. */
export function createValueIndex(rows: Iterable<number>, column: Column): ValueIndex {
  // Nearly every value has one row, and a set for each would take most of the memory.
  const byValue = new Map<string, number | Set<number>>();

  function keysOf(row: number): string[] {
    const packed = column.get(row);
    return indexed.flatMap((typeId) => multifieldValues(packed, typeId).map((value) => keyOf(typeId, value)));
  }
  function insert(row: number): void {
    for (const key of keysOf(row)) {
      const known = byValue.get(key);
      if (known === undefined) byValue.set(key, row);
      else if (typeof known === 'number') byValue.set(key, new Set([known, row]));
      else known.add(row);
    }
  }
  for (const row of rows) insert(row);
  return {
    find(typeId, value) {
      const known = byValue.get(keyOf(typeId, value)) ?? [];
      return typeof known === 'number' ? [known] : known;
    },
    insert,
    remove(row) {
      for (const key of keysOf(row)) {
        const known = byValue.get(key);
        if (typeof known === 'object') known.delete(row);
        else byValue.delete(key);
      }
    },
  };
}

function keyOf(typeId: MultifieldType, value: string): string {
  return `${typeId}|${value.toLowerCase()}`;
}
