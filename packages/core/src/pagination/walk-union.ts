import type { UpstreamRow } from '../entities/decode.ts';
import { kindOf } from '../entities/entity.ts';
import type { Alternatives } from '../query/alternatives.ts';
import type { Walk } from './anchor.ts';
import { notAsAsked } from './check-page.ts';
import { distinctRows } from './merge-walks.ts';
import { leadingKeys, sortValues } from './position.ts';
import { type FirstOfIds, readExistingIds, readFirstOfIds } from './read-ids.ts';
import type { Place } from './segments.ts';
import { type Batches, oneByOne, together } from './steps.ts';
import type { Walked, WalkOptions } from './walk.ts';
import { walkDivided } from './walk-divided.ts';

/** Maximum number of further reads of alternatives whose rows were all deleted before the union was read. */
const MAX_ATTEMPTS = 20;

/** One alternative, and the rows of it that were read. */
interface Part extends Walked {
  readonly walk: Walk;
  readonly after: Place | undefined;
  readonly isRead: boolean;
}

/**
 * Reads a page of ids of each alternative, all at once, and then the first of their union in the order that only the
 * upstream knows. These are the page, as far as the last row that is left of each alternative: behind it comes what was not
 * read of it.
 */
export function* walkUnion(walk: Walk, alternatives: Alternatives, options: WalkOptions): Batches<Walked> {
  let parts: readonly Part[] = alternatives.map((filter) => ({
    walk: { ...walk, filter, fields: ownFields(walk, filter) },
    after: options.after,
    isRead: false,
    rows: [],
    more: true,
  }));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    parts = yield* readParts(parts, options);
    const ids = distinctRows(parts).map(({ id }) => id);
    const more = parts.some((part) => part.more);
    if (ids.length === 0 || options.count === 0) return { rows: [], more: ids.length > 0 || more };

    const first = yield* oneByOne(readFirstOfIds(walk, ids, options.count));
    const read = new Set(first.rows.map(({ id }) => id));
    let end = endOfPage(parts, first, options);
    let existing: ReadonlySet<number> = new Set();
    if (end === undefined) {
      existing = yield* readExistingIds(
        walk,
        ids.filter((id) => !read.has(id)),
      );
      end = endOfPage(parts, first, options, existing) ?? 0;
    }
    if (end > 0 || !more) {
      return { rows: first.rows.slice(0, end), more: more || !first.isWhole || end < first.rows.length };
    }
    parts = withoutGone(parts, read.union(existing));
  }
  throw notAsAsked(walk.entity, 'lacks the records that were listed just before');
}

/** Reads the parts that are not read. */
function* readParts(parts: readonly Part[], options: WalkOptions): Batches<readonly Part[]> {
  const unread = parts.filter(({ isRead }) => !isRead);
  const walked = (yield* together(
    unread.map((part) => walkDivided(part.walk, { ...options, after: part.after })),
  )).values();
  return parts.map((part) => (part.isRead ? part : { ...part, ...(walked.next().value as Walked), isRead: true }));
}

/**
 * The number of rows of the union that are certain to be the first ones: what was not read of a part comes behind the last
 * of its rows. Nothing if that depends on which others still exist.
 * @param existing those of the others that exist
 */
function endOfPage(
  parts: readonly Part[],
  { rows, isWhole, deleted }: FirstOfIds,
  { count, wantsMore }: WalkOptions,
  existing?: ReadonlySet<number>,
): number | undefined {
  const places = new Map(rows.map(({ id }, at) => [id, at]));
  let end = Math.min(count, rows.length);
  for (const part of parts) {
    // Without `wantsMore`, a walk does not find out if there is more than a full page.
    if (!part.more && (wantsMore || part.rows.length < count)) continue;
    const others = part.rows.filter(({ id }) => !places.has(id));
    if (!isWhole) {
      // One of its rows comes behind these: more of them are missing than were deleted, or it is known to exist.
      if (deleted !== undefined && others.length > deleted) continue;
      if (existing === undefined && others.length > 0) return undefined;
      if (others.some(({ id }) => existing?.has(id))) continue;
    }
    end = Math.min(end, Math.max(-1, ...part.rows.flatMap(({ id }) => places.get(id) ?? [])) + 1);
  }
  return end;
}

/** Parts of whose rows none exists any more go on behind the last of them. */
function withoutGone(parts: readonly Part[], existing: ReadonlySet<number>): readonly Part[] {
  return parts.map((part) => {
    const last = part.rows.at(-1);
    if (!last || part.rows.some(({ id }) => existing.has(id))) return part;
    return { ...part, after: positionAt(part.walk, last), isRead: false };
  });
}

function positionAt({ entity, order }: Walk, row: UpstreamRow): Place {
  return { values: sortValues(entity, row, order), id: row.id, ties: 0 };
}

/**
 * The fields that a walk itself needs of each row: its sort values, and times that conditions are on. Seen with each row,
 * a condition on a time that the upstream ignores is noticed (contract §11.14).
 */
function ownFields({ entity, order }: Walk, filter: Walk['filter']): ReadonlySet<string> {
  const times = filter.filter(({ field }) => kindOf(entity, field) === 'datetime');
  return new Set([...leadingKeys(order), ...times].map(({ field }) => field));
}
