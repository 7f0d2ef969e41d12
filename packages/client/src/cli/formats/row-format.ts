/** Formats rows as text piece by piece, so that an interrupted file can be continued. */
export interface RowFormat {
  /** Returns the text before the first row. */
  head(columns: readonly string[]): string;
  /** Returns the rows; `index` is the number of rows before the first of them. */
  rows(columns: readonly string[], values: readonly (readonly unknown[])[], index: number): string;
  /** Returns the text after the last row; `count` is the number of rows. */
  end(count: number): string;
}

/** Settings of a format. */
export interface FormatOptions {
  /** Writes CSV that spreadsheets open correctly and without running formulas. */
  readonly spreadsheet?: boolean | undefined;
}
