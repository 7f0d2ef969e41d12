import { type RowShape, ScannedRow } from '../entities/scanned-row.ts';
import type { ByteText } from './byte-text.ts';
import { type CopiedMember, projectionOf } from './row-projection.ts';

/** Stands on both sides of a key in the text of rows: JSON has no such character. */
export const KEY_MARK = '\u0000';

/**
 * Writes the rows from one place of a list up to another as objects, comma-separated. Returns `undefined` unless all of
 * them are rows of one shape, in the order in which they came, and can be copied.
 */
export type ListProjection = (rows: readonly unknown[], from: number, to: number) => ByteText | undefined;

/**
 * Compiles members, in the order of the answer, into a function that copies them out of many rows at once: without an
 * object or a text for each row.
 */
export function listProjection(members: readonly CopiedMember[]): ListProjection {
  const known = new WeakMap<RowShape, Replacement>();
  return (rows, from, to) => {
    const first = rows[from];
    if (!(first instanceof ScannedRow) || !areNeighbors(first, rows, from, to)) return undefined;
    const { shape, list } = first;
    const replacement = known.get(shape) ?? replacementOf(shape, members);
    known.set(shape, replacement);
    if (!replacement.rows) return undefined;
    const written = list.text.slice(first.start, (rows[to - 1] as ScannedRow).end);
    const text = written.replaceAll(replacement.rows, replacement.template);
    // The text is left as it is from the first row on that does not match.
    return text.endsWith(',') ? text.slice(0, -1) : undefined;
  };
}

/** A row of one shape as a pattern, and what takes its place. */
interface Replacement {
  /** Matches one row behind another, with the comma between them. Null if rows are decoded. */
  readonly rows: RegExp | null;
  readonly template: string;
}

function replacementOf(shape: RowShape, members: readonly CopiedMember[]): Replacement {
  const { parts, matched, pieces } = projectionOf(shape, members);
  if (!parts || pieces.some(({ group }) => group > MAX_GROUPS)) return { rows: null, template: '' };
  const rest = shape.names.slice(matched).map((name, at) => `,"${name}":${shape.patterns[matched + at]}`);
  const copied = pieces.map(({ head, group, isKey }) => {
    const mark = isKey ? KEY_MARK : '';
    return `${head.replaceAll('$', '$$$$')}${mark}$${String(group).padStart(2, '0')}${mark}`;
  });
  return {
    rows: new RegExp(String.raw`${parts.source}${rest.join('')}\}(?:,|$)`, 'gy'),
    template: `{${copied.join('')}},`,
  };
}

/** Maximum number of a group that a template can name. */
const MAX_GROUPS = 99;

/** Returns true if rows stand side by side in the text of one list, and have one shape. */
function areNeighbors(first: ScannedRow, rows: readonly unknown[], from: number, to: number): boolean {
  const { list, shape } = first;
  for (let at = from + 1; at < to; at += 1) {
    const row = rows[at];
    if (!(row instanceof ScannedRow) || row.list !== list || row.shape !== shape) return false;
    if (row.index !== first.index + at - from) return false;
  }
  return true;
}
