import type { ContactRow } from '../contact.ts';
import type { ListAnswer } from '../list-query.ts';
import type { ListQuery } from '../list-query.ts';
import type { ContactOrder } from '../order.ts';
import { readAnchored, type Walk } from './anchor.ts';
import { leadingKeys, type Position, sortValues } from './position.ts';
import { bounded, emptiesFollow, emptySegment, type Range, type Segment, segmentsBetween } from './segments.ts';

export interface WalkOptions extends Range {
  /** How many rows to read at most. */
  readonly count: number;
  /** Whether it matters if more rows follow: without, no call is made only to find out. */
  readonly wantsMore: boolean;
  /** Whether the first read is to count all rows; only a walk from the start can. */
  readonly wantsTotal: boolean;
}

export interface Walked {
  readonly rows: readonly ContactRow[];
  readonly more: boolean;
  readonly total?: number;
}

/**
 * A page by one sort key takes at most this many calls. Without changes upstream none needs more; under them, a page
 * that would ends early instead, with more rows to come.
 */
export const MAX_CALLS_BY_ONE_KEY = 3;

/**
 * Reads the next rows of an order, in the forms of docs/pagination.md: anchored where that takes one call, else the
 * exact walk, segment by segment. Yields each read and takes its answer, so that the same code runs over a test's rows.
 */
export function* walkForward(walk: Walk, options: WalkOptions): Generator<ListQuery, Walked, ListAnswer> {
  const { filter, order, empties } = walk;
  const { count, after, before, wantsMore } = options;
  const rows: ContactRow[] = [];
  let total: number | undefined;
  let calls = 0;
  let position = after;
  let segments: readonly Segment[] | undefined;

  if (after && !before) {
    const anchored = yield* counted(readAnchored(walk, after, count), () => (calls += 1));
    if (anchored) {
      rows.push(...anchored.rows.slice(0, count));
      if (anchored.rows.length > count || (anchored.hasMore && rows.length === count)) return { rows, more: true };
      position = lastPosition(rows, order) ?? after;
      if (!anchored.hasMore) segments = emptiesFollow(order, filter, empties) ? [emptySegment(order)] : [];
    }
  }

  for (;;) {
    let resume = false;
    segments ??= segmentsBetween(order, { after: position, before }, filter, empties);
    for (const segment of segments) {
      const missing = count - rows.length;
      if (missing === 0 && !wantsMore) return finished(false);
      if (rows.length > 0 && calls >= Math.max(maxCalls(order), segments.length)) return finished(true);
      calls += 1;
      const answer = yield readOf(walk, segment, options, missing);
      total ??= answer.total;
      if (missing === 0) {
        if (answer.rows.length > 0) return finished(true);
        continue;
      }
      rows.push(...answer.rows);
      if (!answer.hasMore) continue;
      if (rows.length === count) return finished(true);
      // Fewer rows than asked for, and more to come: go on behind the last one. (More to come but none sent is the end.)
      resume = answer.rows.length > 0;
      if (resume) break;
    }
    if (!resume) return finished(false);
    position = lastPosition(rows, order);
    segments = undefined;
  }

  function finished(more: boolean): Walked {
    return { rows, more, ...(total === undefined ? {} : { total }) };
  }
}

/** The read of one segment; with no rows missing, the cheapest that tells whether the segment has any. */
function readOf(walk: Walk, { bounds, order }: Segment, options: WalkOptions, missing: number): ListQuery {
  return {
    filter: bounded(walk.filter, bounds),
    order,
    offset: 0,
    limit: Math.max(1, missing),
    fields: missing === 0 ? new Set() : walk.fields,
    withTotal: options.wantsTotal && !options.after && !options.before,
  };
}

function maxCalls(order: ContactOrder): number {
  return leadingKeys(order).length === 1 ? MAX_CALLS_BY_ONE_KEY : Number.POSITIVE_INFINITY;
}

function lastPosition(rows: readonly ContactRow[], order: ContactOrder): Position | undefined {
  const row = rows.at(-1);
  return row && { values: sortValues(row, order), id: row.id, ties: 0 };
}

/** The same steps, with a word for each read. */
function* counted<Y, R, N>(steps: Generator<Y, R, N>, onRead: () => void): Generator<Y, R, N> {
  let step = steps.next();
  while (!step.done) {
    onRead();
    step = steps.next(yield step.value);
  }
  return step.value;
}
