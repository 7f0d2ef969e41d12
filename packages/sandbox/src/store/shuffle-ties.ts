import { type Read, readRows, type ReadResult } from './read.ts';
import { directedKey } from './sort-index.ts';
import type { Table } from './table.ts';

let reads = 0;

/**
 * Reads rows with ties in another order at each read: the upstream's order of ties is not stable (contract §9, "default
 * order"). There are no ties if the id is a sort key.
 */
export function shuffleTies(table: Table, read: Read): ReadResult {
  reads += 1;
  const round = reads;
  const all = readRows(table, { ...read, offset: 0, limit: table.size, count: true });
  const keys = table.sortKeys(read.order).map((key) => directedKey(key, table.blanksAt));
  const rows = all.rows.toSorted((a, b) => {
    for (const key of keys) if (key(a) !== key(b)) return key(a) < key(b) ? -1 : 1;
    return scramble(a, round) - scramble(b, round);
  });
  const end = read.offset + read.limit;
  return { rows: rows.slice(read.offset, end), more: end < rows.length, total: rows.length };
}

function scramble(row: number, round: number): number {
  const mixed = Math.imul(row ^ Math.imul(round, 0x9e37_79b1), 0x85eb_ca6b);
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35) >>> 0;
}
