import { isMultifield } from '../fields/field.ts';
import { multifieldType } from '../fields/multifields.ts';
import type { Condition } from '../query/condition.ts';
import { isNoValue, type RowTest } from './column.ts';
import { type Comparing, equalRange, narrow } from './index-range.ts';
import { allOf, type Matching } from './row-tests.ts';
import { rowOrder } from './sort-index.ts';
import type { OrderKey, Table } from './table.ts';

/** One read of rows: a window of those that match, in an order. */
export interface Read {
  conditions: readonly Condition[];
  /** Which rows the caller may see; null for all. */
  visible: RowTest | null;
  order: readonly OrderKey[];
  offset: number;
  limit: number;
  /** Whether the total is wanted; counting may cost a scan. */
  count: boolean;
  matching: Matching;
  /** Stands for the conditions and the caller in the memory of totals. */
  countKey: string;
}

/** Row positions of the window, whether more follow, and the total if it was wanted. */
export interface ReadResult {
  rows: number[];
  more: boolean;
  total: number | null;
}

/** Reads one window. Equality and a range on the first sort key become a slice of an index; the rest is tested. */
export function readRows(table: Table, read: Read): ReadResult {
  const lookedUp = lookUp(table, read);
  if (lookedUp !== null) return lookedUp;

  const equal = read.conditions.filter((condition) => isIndexable(condition, table)).slice(0, 2);
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

/** Keys after the id decide nothing, and the id as the last key ascending is the order anyway. */
function upToId(order: readonly OrderKey[]): OrderKey[] {
  const id = order.findIndex((key) => key.name === 'id');
  if (id === -1) return [...order];
  return order.slice(0, order[id]?.descending === true ? id + 1 : id);
}

function isIndexable(condition: Condition, table: Table): condition is Comparing {
  if (condition.type !== 'compare' || condition.operator !== 'eq' || condition.field.name === 'id') return false;
  return isColumn(condition) && isOneKey(condition, table);
}

/** Returns true if an equality is one key of the column: LIKE is not, nor is "no value" where it has two forms. */
function isOneKey({ field, cell, like }: Comparing, table: Table): boolean {
  if (like === true) return false;
  const column = table.column(field.name);
  return column.emptyKey() === null || !isNoValue(column, cell);
}

/** A bound that is one stretch of the index: blanks, and blanks that count as the lowest value, may not be. */
function isBound(condition: Condition, name: string, table: Table, matching: Matching): condition is Comparing {
  if (condition.type !== 'compare' || condition.operator === 'ne' || condition.field.name !== name) return false;
  if (!isColumn(condition)) return false;
  if (condition.operator === 'eq') return isOneKey(condition, table);
  return condition.cell !== null && !(matching.blanksInRange && condition.operator.startsWith('l'));
}

function isColumn({ field: { kind } }: Comparing): boolean {
  return !isMultifield(kind) && kind !== 'list';
}

/** The few rows that can match at all, by id or by phone and e-mail: they are looked up and tested, not searched. */
function lookUp(table: Table, read: Read): ReadResult | null {
  const condition = read.conditions.find((one): one is LookUp => isLookUp(one, table.size));
  if (condition === undefined) return null;
  const test = allOf(table, read.conditions, read.matching);
  const found = new Set<number>();
  for (const row of candidates(table, condition)) {
    if (test(row) && (read.visible === null || read.visible(row))) found.add(row);
  }
  const rows = [...found].toSorted(rowOrder(table.sortKeys(read.order), table.blanksAt));
  const end = read.offset + read.limit;
  return { rows: rows.slice(read.offset, end), more: end < rows.length, total: rows.length };
}

// The index of a million contacts takes seconds to build, a scan of them a tenth of one.
const mostIndexedRows = 100_000;

type LookUp = Extract<Condition, { type: 'compare' | 'in' }>;

/** `id in (…)`, the read of a data loader, or a whole phone number or address. */
function isLookUp(condition: Condition, size: number): boolean {
  if (condition.type === 'in' && condition.field.name === 'id') return !condition.negated;
  if (condition.type === 'any' || !isMultifield(condition.field.kind) || size > mostIndexedRows) return false;
  if (condition.type === 'in') return !condition.negated && !condition.cells.includes(null);
  return condition.type === 'compare' && condition.operator === 'eq' && condition.cell !== null;
}

function* candidates(table: Table, condition: LookUp): Generator<number> {
  const { kind } = condition.field;
  for (const cell of condition.type === 'in' ? condition.cells : [condition.cell]) {
    if (isMultifield(kind)) yield* table.values().find(multifieldType(kind), String(cell));
    else if (typeof cell === 'number') {
      const row = table.rowOf(cell);
      if (row !== null) yield row;
    }
  }
}

const totals = new WeakMap<Table, { version: number; byKey: Map<string, number> }>();

/** Walks the range in order; stops early when nobody asked for the total, or it is known from before. */
function scan(table: Table, read: Read, sorted: Uint32Array, low: number, high: number, keep: RowTest): ReadResult {
  let known = totals.get(table);
  if (known === undefined || known.version !== table.version || known.byKey.size > 500) {
    known = { version: table.version, byKey: new Map() };
    totals.set(table, known);
  }
  const total = known.byKey.get(read.countKey);
  const toTheEnd = read.count && total === undefined;
  const end = read.offset + read.limit;
  const rows: number[] = [];
  let matched = 0;
  for (let at = low; at < high; at += 1) {
    const row = sorted[at] ?? 0;
    if (!keep(row)) continue;
    if (matched >= read.offset && matched < end) rows.push(row);
    matched += 1;
    if (matched > end && !toTheEnd) return { rows, more: true, total: total ?? null };
  }
  known.byKey.set(read.countKey, matched);
  return { rows, more: matched > end, total: matched };
}
