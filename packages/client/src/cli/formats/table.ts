import Table from 'cli-table3';
import { printable } from '../terminal.ts';
import { asText } from './as-text.ts';

/** Maximum length of a cell's text; a longer one is cut and ends with an ellipsis. */
const MAX_CELL = 60;
/** No colors: the text is the same in a file. */
const style = { head: [], border: [] };

/** Returns rows as a table with lines. */
export function printTable(columns: readonly string[], values: readonly (readonly unknown[])[]): string {
  const table = new Table({ head: [...columns], style });
  table.push(...values.map((row) => row.map(cellOf)));
  return `${table.toString()}\n`;
}

/** Returns one record as a table with a line for each column; texts are not cut. */
export function printRecord(columns: readonly string[], row: readonly unknown[]): string {
  const table = new Table({ style });
  table.push(...columns.map((column, index) => [column, printable(asText(row[index]))]));
  return `${table.toString()}\n`;
}

function cellOf(value: unknown): string {
  const text = printable(asText(value));
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}
