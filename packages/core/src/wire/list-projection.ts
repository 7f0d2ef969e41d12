import { type RowShape, ScannedRow } from '../entities/scanned-row.ts';
import type { ByteText } from './byte-text.ts';
import { copiedValues } from './copied-values.ts';
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
  const known = new WeakMap<RowShape, Rewrite>();
  return (rows, from, to) => {
    let text = '';
    for (let at = from, end = from; at < to; at = end) {
      const first = rows[at];
      if (!(first instanceof ScannedRow)) return undefined;
      end = endOfNeighbors(first, rows, at, to);
      const rewrite = known.getOrInsertComputed(first.shape, (shape) => rewriteOf(shape, members));
      const part = rewrite(first.list.text.slice(first.start, (rows[end - 1] as ScannedRow).end));
      if (part === undefined) return undefined;
      text += at === from ? part : `,${part}`;
    }
    return text;
  };
}

/** Writes rows of one shape, comma-separated; returns `undefined` unless all of them can be copied. */
type Rewrite = (rows: ByteText) => ByteText | undefined;

function rewriteOf(shape: RowShape, members: readonly CopiedMember[]): Rewrite {
  return renaming(shape, members) ?? replacement(shape, members) ?? (() => undefined);
}

/** Returns what writes rows of which all members are shown, in their order and as they are: only their names differ. */
function renaming({ names, patterns }: RowShape, members: readonly CopiedMember[]): Rewrite | undefined {
  const isCopied = ({ name, kind, isKey }: CopiedMember, at: number): boolean =>
    name === names[at] && !isKey && kind !== undefined && patterns[at] === copiedValues[kind];
  if (members.length !== names.length || !members.every(isCopied)) return undefined;
  // No value has a quote without a backslash before it, so that these stand in front of values only.
  const heads = members.map(({ name, head }, at) => {
    const before = at === 0 ? '{' : ',';
    return { from: `${before}"${name}":`, to: at === 0 ? `{${head}` : head };
  });
  const renamed = heads.filter(({ from, to }) => from !== to);
  // A new name would be replaced again.
  if (renamed.some(({ to }) => heads.some(({ from }) => from === to))) return undefined;
  return (rows) => renamed.reduce((text, { from, to }) => text.replaceAll(from, () => to), rows);
}

/** Returns what matches rows and writes their members; nothing if they are decoded. */
function replacement(shape: RowShape, members: readonly CopiedMember[]): Rewrite | undefined {
  const { parts, matched, pieces } = projectionOf(shape, members);
  if (!parts || pieces.some(({ group }) => group > MAX_GROUPS)) return undefined;
  const rest = shape.names.slice(matched).map((name, at) => `,"${name}":${shape.patterns[matched + at]}`);
  const copied = pieces.map(({ head, group, isKey }) => {
    const mark = isKey ? KEY_MARK : '';
    return `${head.replaceAll('$', '$$$$')}${mark}$${String(group).padStart(2, '0')}${mark}`;
  });
  // One row behind another, with the comma between them.
  const pattern = new RegExp(String.raw`${parts.source}${rest.join('')}\}(?:,|$)`, 'gy');
  const template = `{${copied.join('')}},`;
  return (rows) => {
    const text = rows.replaceAll(pattern, template);
    // The text is left as it is from the first row on that does not match.
    return text.endsWith(',') ? text.slice(0, -1) : undefined;
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
