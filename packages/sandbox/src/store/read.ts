import { isMultifield } from '../fields/field.ts';
import type { Condition } from '../query/condition.ts';
import { isNoValue, type RowTest } from './column.ts';
import { type Comparing, equalRange, narrow } from './index-range.ts';
import { allOf, isPlainNumber, type Matching } from './row-tests.ts';
import { rowOrder } from './sort-index.ts';
import type { OrderKey, Table } from './table.ts';

/** Read of matching rows in an order, from an offset up to a limit. */
export interface Read {
  conditions: readonly Condition[];
  /** Returns true for the rows that the caller may read; null for all. */
  visible: RowTest | null;
  order: readonly OrderKey[];
  offset: number;
  limit: number;
  /** True if the total is needed, which may cost a scan. */
  count: boolean;
  matching: Matching;
  /** Key of the conditions and the caller in the cache of totals. */
  countKey: string;
}

/** Positions of the rows; `more` is true if further rows match; the total is null if it is unknown. */
export interface ReadResult {
  rows: number[];
  more: boolean;
  total: number | null;
}

/** Reads rows. Equality, and a range on the first sort key, become a slice of an index; other conditions are tested. */
export function readRows(table: Table, read: Read): ReadResult {
  const byIds = readByIds(table, read);
  if (byIds !== null) return byIds;

  const equal = read.conditions.filter((condition) => isIndexable(condition, table, read.matching)).slice(0, 2);
  const equalNames = new Set(equal.map((condition) => condition.field.name));
  const order = read.order.filter((key) => !equalNames.has(key.name));
  const prefix = equal.map((condition) => ({ name: condition.field.name, descending: false }));
  const index = table.index([...prefix, ...upToId(order)]);
  let [low, high] = equalRange(table, index, equal);

  const first = order[0] ?? { name: 'id', descending: false };
  const bounds = read.conditions.filter((condition) => isBound(condition, first.name, table, read.matching));
  for (const bound of bounds) [low, high] = narrow(table, index, prefix.length, bound, low, high);

  const covered = new Set<Condition>([...equal, ...bounds]);
  const rest = read.conditions.filter((condition) => !covered.has(condition));
  const test = rest.length > 0 ? allOf(table, rest, read.matching) : null;
  if (test === null && read.visible === null) {
    const start = Math.min(high, low + read.offset);
    const end = Math.min(high, start + read.limit);
    return { rows: Array.from(index.rows().subarray(start, end)), more: end < high, total: high - low };
  }
  const { visible } = read;
  const keep: RowTest = (row) => (test === null || test(row)) && (visible === null || visible(row));
  return scan(table, read, index.rows(), low, high, keep);
}

/** Drops the keys that decide nothing: all keys after the id, and an ascending id, which is the order of ties. */
function upToId(order: readonly OrderKey[]): OrderKey[] {
  const id = order.findIndex((key) => key.name === 'id');
  if (id === -1) return [...order];
  return order.slice(0, order[id]?.descending === true ? id + 1 : id);
}

function isIndexable(condition: Condition, table: Table, matching: Matching): condition is Comparing {
  if (condition.type !== 'compare' || condition.operator !== 'eq' || condition.field.name === 'id') return false;
  return isColumn(condition) && isOneKey(condition, table, matching);
}

/** Returns true if an equality is one key of the column. LIKE is not, and "no value" is not if it has two forms. */
function isOneKey({ field, cell, like }: Comparing, table: Table, { emptyFindsZero }: Matching): boolean {
  if (like === true || (cell === null && emptyFindsZero && isPlainNumber(field))) return false;
  const column = table.column(field.name);
  return column.emptyKey() === null || !isNoValue(column, cell);
}

/** Returns true for a bound that is one range of the index. With empty values in ranges it may be two. */
function isBound(condition: Condition, name: string, table: Table, matching: Matching): condition is Comparing {
  if (condition.type !== 'compare' || condition.operator === 'ne' || condition.field.name !== name) return false;
  if (!isColumn(condition)) return false;
  if (condition.operator === 'eq') return isOneKey(condition, table, matching);
  return condition.cell !== null && !(matching.blanksInRange && condition.operator.startsWith('l'));
}

function isColumn({ field: { kind } }: Comparing): boolean {
  return !isMultifield(kind) && kind !== 'list';
}

/** Reads the rows of `id in (…)`, as a data loader sends it, without a scan; null for any other filter. */
function readByIds(table: Table, read: Read): ReadResult | null {
  const condition = read.conditions.find(isIdList);
  if (condition === undefined) return null;
  const test = allOf(table, read.conditions, read.matching);
  const found = new Set<number>();
  for (const cell of condition.cells) {
    const row = typeof cell === 'number' ? table.rowOf(cell) : null;
    if (row !== null && test(row) && (read.visible === null || read.visible(row))) found.add(row);
  }
  const rows = [...found].toSorted(rowOrder(table.sortKeys(read.order), table.blanksAt));
  const end = read.offset + read.limit;
  return { rows: rows.slice(read.offset, end), more: end < rows.length, total: rows.length };
}

function isIdList(condition: Condition): condition is Extract<Condition, { type: 'in' }> {
  return condition.type === 'in' && condition.field.name === 'id' && !condition.negated;
}

const totals = new WeakMap<Table, { version: number; byKey: Map<string, number> }>();
const maxTotals = 500;

/** Returns the cached totals of the table as it is now. */
function totalsOf(table: Table): Map<string, number> {
  const cached = totals.get(table);
  if (cached?.version === table.version && cached.byKey.size <= maxTotals) return cached.byKey;
  const byKey = new Map<string, number>();
  totals.set(table, { version: table.version, byKey });
  return byKey;
}

/** Scans the range in order. Stops at the limit if the total is not needed, or is in the cache. */
function scan(table: Table, read: Read, sorted: Uint32Array, low: number, high: number, keep: RowTest): ReadResult {
  const known = totalsOf(table);
  const total = known.get(read.countKey);
  const countsAll = read.count && total === undefined;
  const end = read.offset + read.limit;
  const rows: number[] = [];
  let matched = 0;
  for (let at = low; at < high; at += 1) {
    const row = sorted[at] ?? 0;
    if (!keep(row)) continue;
    if (matched >= read.offset && matched < end) rows.push(row);
    matched += 1;
    if (matched > end && !countsAll) return { rows, more: true, total: total ?? null };
  }
  known.set(read.countKey, matched);
  return { rows, more: matched > end, total: matched };
}
