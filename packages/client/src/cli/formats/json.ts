import type { RowFormat } from './row-format.ts';

/** One JSON list, an object a line. */
export const jsonFormat: RowFormat = {
  head: () => '[\n',
  rows: (columns, values, index) =>
    values.map((row, at) => `${index + at === 0 ? '' : ',\n'}${JSON.stringify(objectOf(columns, row))}`).join(''),
  end: (count) => (count === 0 ? ']\n' : '\n]\n'),
};

/** A JSON object a line, and nothing else. */
export const ndjsonFormat: RowFormat = {
  head: () => '',
  rows: (columns, values) => values.map((row) => `${JSON.stringify(objectOf(columns, row))}\n`).join(''),
  end: () => '',
};

/** Returns a row as an object with the columns as names. */
export function objectOf(columns: readonly string[], row: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((column, index) => [column, row[index]]));
}
