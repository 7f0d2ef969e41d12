import { type RowShape, ScannedRow } from '../entities/scanned-row.ts';
import type { ByteText } from './byte-text.ts';
import { type CopiedMember, projectionOf } from './row-projection.ts';

/** Stands on both sides of a key in the text of rows: JSON has no such character. */
export const KEY_MARK = '\u0000';

/**
 * Writes the rows from one place of a list up to another as objects, comma-separated. Returns `undefined` unless all of
 * them are rows that were found in a text, and can be copied.
 */
export type ListProjection = (rows: readonly unknown[], from: number, to: number) => ByteText | undefined;

/**
 * Compiles members, in the order of the answer, into a function that copies them out of many rows at once: those that
 * stand side by side in one text without an object or a text for each.
 */
export function listProjection(members: readonly CopiedMember[]): ListProjection {
  const known = new WeakMap<RowShape, Replacement>();
  return (rows, from, to) => {
    let text = '';
    for (let at = from, end = from; at < to; at = end) {
      const first = rows[at];
      if (!(first instanceof ScannedRow)) return undefined;
      end = endOfNeighbors(first, rows, at, to);
      const replacement = known.getOrInsertComputed(first.shape, (shape) => replacementOf(shape, members));
      const part = replaced(replacement, first.list.text.slice(first.start, (rows[end - 1] as ScannedRow).end));
      if (part === undefined) return undefined;
      text += at === from ? part : `,${part}`;
    }
    return text;
  };
}

function replaced({ rows, template }: Replacement, text: ByteText): ByteText | undefined {
  if (!rows) return undefined;
  const copied = text.replaceAll(rows, template);
  // The text is left as it is from the first row on that does not match.
  return copied.endsWith(',') ? copied.slice(0, -1) : undefined;
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

/** Returns the place behind the last of the rows that stand side by side with the first, and have its shape. */
// oxlint-disable-next-line max-params -- two places of one list
function endOfNeighbors(first: ScannedRow, rows: readonly unknown[], from: number, to: number): number {
  const { list, shape, index } = first;
  let end = from + 1;
  for (; end < to; end += 1) {
    const row = rows[end];
    if (!(row instanceof ScannedRow) || row.list !== list || row.shape !== shape) break;
    if (row.index !== index + end - from) break;
  }
  return end;
}
