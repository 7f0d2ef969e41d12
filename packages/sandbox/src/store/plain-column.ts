import { BLANK, type Column } from './column.ts';

/**
 * Makes a column of texts that are mostly distinct (multifields, lists as JSON). It is not sortable: its keys only
 * separate empty cells from others.
 */
export function plainColumn(): Column {
  const cells: (string | undefined)[] = [];
  return {
    reserve() {},
    get: (row) => cells[row] ?? null,
    set(row, cell) {
      cells[row] = typeof cell === 'string' && cell !== '' ? cell : undefined;
    },
    key: (row) => (cells[row] === undefined ? BLANK : 0),
    keyOf: (cell) => (cell === null || cell === '' ? BLANK : 0),
    textTest: (matches) => (row) => {
      const cell = cells[row];
      return cell !== undefined && matches(cell);
    },
    useCollation() {},
    useView() {},
    emptyKey: () => null,
  };
}
