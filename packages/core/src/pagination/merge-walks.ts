import type { UpstreamRow } from '../entities/decode.ts';
import type { Walk } from './anchor.ts';
import { compareRows } from './compare-rows.ts';
import type { Walked } from './walk.ts';

/**
 * The first `count` rows of several walks of one order that compares without the upstream. A row of several walks comes
 * once.
 */
export function mergeWalks(walk: Walk, parts: readonly Walked[], count: number): Walked {
  const rows = distinctRows(parts).toSorted(compareRows(walk));
  const places = new Map(rows.map((row, at) => [row.id, at]));
  // A part can end early: behind its last row, rows of it are missing.
  const known = parts.reduce((end, part) => {
    const last = part.more ? part.rows.at(-1) : undefined;
    return last ? Math.min(end, (places.get(last.id) ?? 0) + 1) : end;
  }, rows.length);
  const page = rows.slice(0, Math.min(known, count));
  return { rows: page, more: page.length < rows.length || parts.some((part) => part.more) };
}

/** Returns the rows of several walks, each once. */
export function distinctRows(parts: readonly Walked[]): readonly UpstreamRow[] {
  return [...new Map(parts.flatMap((part) => part.rows).map((row) => [row.id, row])).values()];
}
