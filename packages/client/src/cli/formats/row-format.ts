/** Writes rows as text, one after the other, so that a file can grow and go on where it ended. */
export interface RowFormat {
  /** Returns what stands in front of the first row. */
  head(columns: readonly string[]): string;
  /** Returns the rows; `index` is the number of rows before the first of them. */
  rows(columns: readonly string[], values: readonly (readonly unknown[])[], index: number): string;
  /** Returns what stands behind the last row; `count` is the number of rows. */
  end(count: number): string;
}

/** Settings of formats. */
export interface FormatOptions {
  /** Writes CSV that spreadsheets open correctly and without running formulas. */
  readonly spreadsheet?: boolean | undefined;
}
