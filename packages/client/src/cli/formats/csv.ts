import { stringify } from 'csv-stringify/sync';
import { asText } from './as-text.ts';
import type { FormatOptions, RowFormat } from './row-format.ts';

/** Returns CSV (RFC 4180) with a header line; for spreadsheets, with a byte order mark and an apostrophe before formulas. */
export function csvFormat({ spreadsheet = false }: FormatOptions): RowFormat {
  const lines = (rows: readonly (readonly string[])[]): string =>
    stringify(
      rows.map((row) => [...row]),
      { escape_formulas: spreadsheet },
    );
  return {
    head: (columns) => `${spreadsheet ? '\uFEFF' : ''}${lines([columns])}`,
    rows: (_columns, values) => (values.length === 0 ? '' : lines(values.map((row) => row.map(asText)))),
    end: () => '',
  };
}
