import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../fields/field.ts';
import type { Condition } from '../query/condition.ts';
import { caseInsensitive } from './collation.ts';
import type { Cell } from './column.ts';
import { readRows } from './read.ts';
import type { BlanksAt } from './sort-index.ts';
import { type OrderKey, Table } from './table.ts';

// Compares indexes and ranges with a plain implementation: test every row, sort all, slice.

const id: Field = { name: 'id', kind: 'integer', title: '' };
const lastName: Field = { name: 'lastName', kind: 'string', title: '' };
const companyId: Field = { name: 'companyId', kind: 'integer', title: '' };
const typeId: Field = { name: 'typeId', kind: 'code', title: '' };
const fields = [id, lastName, companyId, typeId];
type Row = Record<string, Cell> & { id: number };

const texts = ['Ivanov', 'IVANOV', 'ivanov', 'Petrov', 'Müller', 'Muller', 'Ёлкин', 'Елкин', 'b', 'Zz'];
const text = fc.option(fc.constantFrom(...texts), { nil: null });
const number = fc.option(fc.integer({ min: -3, max: 3 }), { nil: null });
const code = fc.option(fc.constantFrom('CLIENT', 'PARTNER', 'client'), { nil: null });
const cells = fc.record({ lastName: text, companyId: number, typeId: code });

const change = fc.oneof(
  fc.record({ type: fc.constant('insert' as const), cells }),
  fc.record({ type: fc.constant('update' as const), at: fc.nat(), cells: fc.record({ lastName: text }) }),
  fc.record({ type: fc.constant('delete' as const), at: fc.nat() }),
);

const comparison = fc.constantFrom(
  'eq' as const,
  'ne' as const,
  'gt' as const,
  'gte' as const,
  'lt' as const,
  'lte' as const,
);
const compare = fc
  .oneof(
    fc.record({
      field: fc.constant(lastName),
      cell: fc.option(fc.constantFrom(...texts, 'a', 'J', 'я'), { nil: null }),
    }),
    fc.record({ field: fc.constant(companyId), cell: number }),
    fc.record({ field: fc.constant(typeId), cell: code }),
    fc.record({ field: fc.constant(id), cell: fc.integer({ min: 0, max: 30 }) }),
  )
  .chain(({ field, cell }) => comparison.map((operator): Condition => ({ type: 'compare', field, cell, operator })));
const within = fc.boolean().chain((negated) =>
  fc.oneof(
    fc
      .array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 })
      .map((list): Condition => ({ type: 'in', field: id, cells: list, negated })),
    fc.array(text, { maxLength: 3 }).map((list): Condition => ({ type: 'in', field: lastName, cells: list, negated })),
  ),
);
const contains = fc
  .constantFrom('VAN', 'ü', 'е')
  .map((part): Condition => ({ type: 'contains', field: lastName, text: part, negated: false }));
const condition = fc.oneof({ weight: 4, arbitrary: compare }, within, contains);
const filters = fc.oneof(
  fc.array(condition, { maxLength: 3 }),
  fc
    .tuple(fc.array(condition, { minLength: 1, maxLength: 2 }), condition)
    .map(([a, b]): Condition[] => [{ type: 'any', of: [a, [b]] }]),
);
const order = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('lastName', 'companyId', 'typeId', 'id'), descending: fc.boolean() }),
  { maxLength: 3, selector: (key) => key.name },
);
const reading = fc.record({
  conditions: filters,
  order,
  offset: fc.nat({ max: 6 }),
  limit: fc.integer({ min: 1, max: 6 }),
  visible: fc.boolean(),
  count: fc.boolean(),
});

test('a read by index equals filtering, sorting and slicing all rows, also after changes', () => {
  fc.assert(
    fc.property(
      fc.array(cells, { maxLength: 25 }),
      fc.array(change, { maxLength: 6 }),
      fc.array(reading, { minLength: 1, maxLength: 4 }),
      fc.constantFrom<BlanksAt>('start', 'end'),
      fc.boolean(),
      (initial, changes, readings, blanksAt, blanksInRange) => {
        const table = new Table(fields, caseInsensitive);
        table.useOrdering(caseInsensitive, blanksAt, { twoEmpties: false, wholeSeconds: true });
        let rows: Row[] = initial.map((row, at) => ({ id: at + 1, ...row }));
        for (const row of rows) table.insert(row.id, row);
        const check = (): void => {
          for (const read of readings) {
            const expected = plainRead(rows, read, blanksAt, blanksInRange);
            const matching = {
              blanksInRange,
              multifieldContains: 'substring' as const,
              inFindsNull: true,
              unequalFindsNull: 'always' as const,
              emptyFindsZero: false,
            };
            const visible = read.visible ? (row: number) => table.idOf(row) % 3 !== 0 : null;
            const countKey = JSON.stringify([read.conditions, read.visible]);
            const got = readRows(table, { ...read, visible, matching, countKey });
            expect(got.rows.map((row) => table.idOf(row))).toEqual(expected.ids);
            expect(got.more).toBe(expected.more);
            expect(read.count ? got.total : expected.total).toBe(expected.total);
          }
        };
        check();
        for (const next of changes) rows = apply(next, table, rows);
        check();
      },
    ),
    { numRuns: 400 },
  );
});

function apply(next: typeof change extends fc.Arbitrary<infer T> ? T : never, table: Table, rows: Row[]): Row[] {
  if (next.type === 'insert') {
    const row = { id: table.lastId + 1, ...next.cells };
    table.insert(row.id, row);
    return [...rows, row];
  }
  const target = rows[next.at % Math.max(1, rows.length)];
  const position = target === undefined ? null : table.rowOf(target.id);
  if (target === undefined || position === null) return rows;
  if (next.type === 'delete') {
    table.delete(position);
    return rows.filter((row) => row !== target);
  }
  table.update(position, next.cells);
  return rows.map((row) => (row === target ? { ...row, ...next.cells } : row));
}

function plainRead(
  rows: readonly Row[],
  read: {
    conditions: readonly Condition[];
    order: readonly OrderKey[];
    offset: number;
    limit: number;
    visible: boolean;
  },
  blanksAt: BlanksAt,
  blanksInRange: boolean,
) {
  const matched = rows
    .filter((row) => (!read.visible || row.id % 3 !== 0) && holdAll(read.conditions, row, blanksInRange))
    .toSorted((a, b) => {
      for (const { name, descending } of read.order) {
        const sign = (descending ? -1 : 1) * plainCompare(a, b, name, blanksAt);
        if (sign !== 0) return sign;
      }
      return a.id - b.id;
    });
  const end = read.offset + read.limit;
  return {
    ids: matched.slice(read.offset, end).map((row) => row.id),
    more: end < matched.length,
    total: matched.length,
  };
}

function holdAll(conditions: readonly Condition[], row: Row, blanksInRange: boolean): boolean {
  return conditions.every((one) => {
    if (one.type === 'any') return one.of.some((branch) => holdAll(branch, row, blanksInRange));
    const { name } = one.field;
    const cell = folded(row[name] ?? null, name);
    if (one.type === 'in') return one.cells.some((other) => folded(other, name) === cell) !== one.negated;
    if (one.type === 'contains') return cell !== null && String(cell).includes(caseInsensitive(one.text));
    const wanted = folded(one.cell, name);
    if (one.operator === 'eq') return cell === wanted;
    if (one.operator === 'ne') return cell !== wanted;
    if (cell === null && !blanksInRange) return false;
    const difference = compareCells(cell, wanted);
    if (one.operator === 'gt') return difference > 0;
    if (one.operator === 'gte') return difference >= 0;
    return one.operator === 'lt' ? difference < 0 : difference <= 0;
  });
}

function plainCompare(a: Row, b: Row, name: string, blanksAt: BlanksAt): number {
  const left = folded(a[name] ?? null, name);
  const right = folded(b[name] ?? null, name);
  const turned = blanksAt === 'end' && (left === null || right === null);
  return turned ? compareCells(right, left) : compareCells(left, right);
}

function folded(cell: Cell, name: string): Cell {
  return typeof cell === 'string' && name === 'lastName' ? caseInsensitive(cell) : cell;
}

/** Empty cells are below all others. */
function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
