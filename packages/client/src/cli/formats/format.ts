import { inputError, unknownName } from '../../columns/input-error.ts';
import { csvFormat } from './csv.ts';
import { jsonFormat, ndjsonFormat } from './json.ts';
import type { FormatOptions, RowFormat } from './row-format.ts';
import { printTable } from './table.ts';

const formats = { json: () => jsonFormat, ndjson: () => ndjsonFormat, csv: csvFormat };
/** The names of the formats of files. */
export const fileFormats: readonly string[] = Object.keys(formats);
/** The names of the formats of what is printed. */
export const printFormats: readonly string[] = ['table', ...fileFormats];

/** Returns the format with this name, one of {@link fileFormats}. */
export function rowFormat(name: string, { spreadsheet = false }: FormatOptions = {}): RowFormat {
  return (formats[name as keyof typeof formats] ?? formats.json)({ spreadsheet });
}

/** Returns all rows in a format, one of {@link printFormats}. */
export function printRows(
  name: string,
  columns: readonly string[],
  values: readonly (readonly unknown[])[],
  options?: FormatOptions,
): string {
  if (name === 'table') return printTable(columns, values);
  const format = rowFormat(name, options);
  return `${format.head(columns)}${format.rows(columns, values, 0)}${format.end(values.length)}`;
}

/**
 * Returns the name of a format that was typed.
 * @throws InputError with the formats that there are
 */
export function checkFormat(name: string, allowed: readonly string[]): string {
  if (allowed.includes(name)) return name;
  throw unknownName('--format', 'format', name, allowed);
}

/**
 * Returns the format that a file's name ends with.
 * @throws InputError if it ends with none
 */
export function formatOfFile(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (ending === 'jsonl') return 'ndjson';
  if (fileFormats.includes(ending)) return ending;
  throw inputError('--out', `the name ends with no known format; give --format ${fileFormats.join(', --format ')}.`);
}
