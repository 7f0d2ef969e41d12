import { BLANK, type Cell, type CellView, type Column } from './column.ts';

type Numbers = Int8Array | Int32Array | Float64Array;

const blankOf = { i8: -128, i32: -2_147_483_648, f64: Number.NaN } as const;

/** Storage of a number column: `i8` for booleans, `i32` for ids, `f64` for times and fractions. */
export type NumberWidth = keyof typeof blankOf;

/** Meaning of the numbers: ids of other records, or times in milliseconds. */
export type NumberMeaning = 'link' | 'time';

/** Makes a column of numbers, times (milliseconds) or booleans (0 and 1). A row takes 1, 4 or 8 bytes. */
export function numberColumn(width: NumberWidth, meaning?: NumberMeaning): Column {
  const blank = blankOf[width];
  let cells: Numbers = allocate(width, 16);
  let view: CellView = { twoEmpties: false, wholeSeconds: true };

  function key(row: number): number {
    const cell = cells[row] ?? blank;
    if (cell === blank || Number.isNaN(cell)) return BLANK;
    if (meaning === 'link') return keyOfLink(cell);
    return meaning === 'time' && view.wholeSeconds ? Math.floor(cell / 1000) * 1000 : cell;
  }
  function keyOfLink(id: number): number {
    return id === 0 && !view.twoEmpties ? BLANK : id;
  }
  return {
    reserve(rows) {
      if (rows <= cells.length) return;
      const wider = allocate(width, Math.max(rows, cells.length * 2));
      wider.set(cells);
      cells = wider;
    },
    get(row): Cell {
      const cell = key(row);
      return cell === BLANK ? null : cell;
    },
    set(row, cell) {
      cells[row] = typeof cell === 'number' ? cell : blank;
    },
    key,
    keyOf(cell) {
      if (typeof cell !== 'number') return BLANK;
      return meaning === 'link' ? keyOfLink(cell) : cell;
    },
    textTest: (matches) => (row) => {
      const cell = key(row);
      return cell !== BLANK && matches(String(cell));
    },
    useCollation() {},
    useView(next) {
      view = next;
    },
    emptyKey: () => (meaning === 'link' && view.twoEmpties ? 0 : null),
  };
}

function allocate(width: NumberWidth, rows: number): Numbers {
  switch (width) {
    case 'i8':
      return new Int8Array(rows).fill(blankOf.i8);
    case 'i32':
      return new Int32Array(rows).fill(blankOf.i32);
    case 'f64':
      return new Float64Array(rows).fill(Number.NaN);
    default:
      return width satisfies never;
  }
}
