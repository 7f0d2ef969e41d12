/** The content of an answer, independent of the form that its stack gives it. */
export interface Answer {
  /** Number of all contacts; null where the workload does not ask. */
  readonly total: number | null;
  /** True if there is a next page; null where the workload does not ask. */
  readonly hasNextPage: boolean | null;
  readonly rows: readonly Row[];
}

/** A contact: scalars by their upstream names; `company` and `assignedBy` as one text each. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

export type Json = Readonly<Record<string, unknown>>;

/**
 * Returns where two answers differ first, or undefined if they are equal.
 */
export function difference(expected: Answer, actual: Answer): string | undefined {
  for (const member of ['total', 'hasNextPage'] as const) {
    if (expected[member] !== actual[member]) return `${member}: ${actual[member]} instead of ${expected[member]}`;
  }
  if (expected.rows.length !== actual.rows.length) {
    return `${actual.rows.length} rows instead of ${expected.rows.length}`;
  }
  for (const [index, row] of expected.rows.entries()) {
    const other = actual.rows[index] ?? {};
    for (const name of new Set([...Object.keys(row), ...Object.keys(other)])) {
      if (row[name] !== other[name]) {
        return `row ${index}, ${name}: ${JSON.stringify(other[name])} instead of ${JSON.stringify(row[name])}`;
      }
    }
  }
  return undefined;
}

/** Returns the fields of an upstream row that a workload asks for; link fields have 0 and null for "none". */
export function rowOf(upstream: Json, fields: readonly string[]): Row {
  return Object.fromEntries(
    fields.map((name) => {
      const value = upstream[name] ?? null;
      return [name, name === 'companyId' && value === 0 ? null : (value as Row[string])];
    }),
  );
}
