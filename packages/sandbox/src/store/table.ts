import type { Field, FieldKind } from '../fields/field.ts';
import { binary, type Collation } from './collation.ts';
import type { Cell, Cells, CellView, Column } from './column.ts';
import { lowerBound } from './lower-bound.ts';
import { numberColumn } from './number-column.ts';
import { plainColumn } from './plain-column.ts';
import { type BlanksAt, createSortIndex, type SortIndex, type SortKey } from './sort-index.ts';
import { textColumn } from './text-column.ts';

/** Name of the hidden column of phones, e-mails, web addresses and messengers. */
export const MULTIFIELDS = 'multifields';

/** Field name and direction of one sort key. */
export interface OrderKey {
  name: string;
  descending: boolean;
}

// Enough for every order of a page and its filters. Beyond it the least recently used index is evicted.
const maxIndexes = 48;

/** Rows of one entity, stored by column. Positions are in the order of ids and are not reused. */
export class Table {
  readonly #columns = new Map<string, Column>();
  readonly #codes = new Set<string>();
  readonly #ids: Column;
  readonly #indexes = new Map<string, SortIndex>();
  #alive = new Uint8Array(16);
  #rows = 0;
  #size = 0;
  #version = 0;
  #collation: Collation;
  #blanksAt: BlanksAt = 'start';
  #view: CellView = { twoEmpties: false, wholeSeconds: true };

  constructor(fields: readonly Field[], collation: Collation) {
    this.#collation = collation;
    for (const { name, kind, link } of fields) {
      const column = link === true ? numberColumn('i32', 'link') : columnFor(kind, collation);
      if (column === null) this.#columns.set(MULTIFIELDS, this.#columns.get(MULTIFIELDS) ?? plainColumn());
      else this.#columns.set(name, column);
      if (kind === 'code') this.#codes.add(name);
    }
    this.#ids = this.column('id');
  }

  /** Number of rows. */
  get size(): number {
    return this.#size;
  }

  /** Increases with every change. */
  get version(): number {
    return this.#version;
  }

  get blanksAt(): BlanksAt {
    return this.#blanksAt;
  }

  get collation(): Collation {
    return this.#collation;
  }

  get lastId(): number {
    return this.#rows === 0 ? 0 : this.idOf(this.#rows - 1);
  }

  column(name: string): Column {
    const column = this.#columns.get(name);
    if (column === undefined) throw new Error(`unknown column ${name}`);
    return column;
  }

  get(row: number, name: string): Cell {
    return this.#columns.get(name)?.get(row) ?? null;
  }

  idOf(row: number): number {
    return this.#ids.key(row);
  }

  rowOf(id: number): number | null {
    const row = lowerBound(0, this.#rows, (place) => this.idOf(place) < id);
    return row < this.#rows && this.idOf(row) === id && this.#alive[row] === 1 ? row : null;
  }

  /** Adds a row and returns its position. The id must be greater than all others. */
  insert(id: number, cells: Cells): number {
    const row = this.#rows;
    this.#reserve(row + 1);
    this.#rows += 1;
    this.#size += 1;
    this.#version += 1;
    this.#alive[row] = 1;
    this.#ids.set(row, id);
    for (const [name, cell] of Object.entries(cells)) if (name !== 'id') this.#columns.get(name)?.set(row, cell);
    for (const index of this.#indexes.values()) index.insert(row);
    return row;
  }

  update(row: number, cells: Cells): void {
    const moved = [...this.#indexes.values()].filter((index) =>
      index.keys.some((key) => Object.hasOwn(cells, key.name)),
    );
    for (const index of moved) index.remove(row);
    for (const [name, cell] of Object.entries(cells)) if (name !== 'id') this.#columns.get(name)?.set(row, cell);
    for (const index of moved) index.insert(row);
    this.#version += 1;
  }

  delete(row: number): void {
    if (this.#alive[row] !== 1) return;
    for (const index of this.#indexes.values()) index.remove(row);
    this.#alive[row] = 0;
    this.#size -= 1;
    this.#version += 1;
  }

  /** Returns all rows in the given order, sorted at the first use. */
  index(order: readonly OrderKey[]): SortIndex {
    const name = order.map((key) => `${key.descending ? '-' : ''}${key.name}`).join();
    let index = this.#indexes.get(name);
    if (index === undefined) index = createSortIndex(this.#liveRows(), this.sortKeys(order), this.#blanksAt);
    else this.#indexes.delete(name);
    this.#indexes.set(name, index);
    if (this.#indexes.size > maxIndexes) {
      for (const oldest of this.#indexes.keys()) {
        this.#indexes.delete(oldest);
        break;
      }
    }
    return index;
  }

  sortKeys(order: readonly OrderKey[]): SortKey[] {
    return order.map(({ name, descending }) => ({ name, descending, column: this.column(name) }));
  }

  /** Applies the switches that change how rows are sorted. A change drops all indexes. */
  useOrdering(collation: Collation, blanksAt: BlanksAt, view: CellView): void {
    // Cached totals depend on switches too.
    this.#version += 1;
    const isSameView = view.twoEmpties === this.#view.twoEmpties && view.wholeSeconds === this.#view.wholeSeconds;
    if (collation === this.#collation && blanksAt === this.#blanksAt && isSameView) return;
    this.#collation = collation;
    this.#blanksAt = blanksAt;
    this.#view = view;
    this.#indexes.clear();
    for (const [name, column] of this.#columns) {
      if (!this.#codes.has(name)) column.useCollation(collation);
      column.useView(view);
    }
  }

  #liveRows(): Uint32Array {
    const rows = new Uint32Array(this.#size);
    let at = 0;
    for (let row = 0; row < this.#rows; row += 1) if (this.#alive[row] === 1) rows[at++] = row;
    return rows;
  }

  #reserve(rows: number): void {
    if (rows <= this.#alive.length) return;
    const room = Math.max(rows, this.#alive.length * 2);
    const alive = new Uint8Array(room);
    alive.set(this.#alive);
    this.#alive = alive;
    for (const column of this.#columns.values()) column.reserve(room);
  }
}

function columnFor(kind: FieldKind, collation: Collation): Column | null {
  switch (kind) {
    case 'integer':
      return numberColumn('i32');
    case 'boolean':
    case 'yesno':
      return numberColumn('i8');
    case 'datetime':
      return numberColumn('f64', 'time');
    case 'double':
    case 'date':
      return numberColumn('f64');
    case 'string':
      return textColumn(collation);
    case 'code':
      return textColumn(binary);
    case 'list':
      return plainColumn();
    case 'phone':
    case 'email':
    case 'web':
      return null;
    default:
      return kind satisfies never;
  }
}
