import type { UpstreamRow } from '../entities/decode.ts';
import { dividedFields, matchesNothing } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { Order } from '../query/order.ts';
import { readAnchored, type Walk } from './anchor.ts';
import { checkedAnswer, notAsAsked } from './check-page.ts';
import { areCertainlySorted } from './compare-rows.ts';
import { emptiesFirst } from './empty-or-zero.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { isAt, leadingKeys, type Position, sortValues } from './position.ts';
import {
  bounded,
  emptiesFollow,
  emptySegment,
  type Place,
  type Range,
  type Segment,
  segmentsBetween,
} from './segments.ts';
import { rowsToSettle, settledRows } from './settle.ts';
import type { Steps } from './steps.ts';

export interface WalkOptions extends Range {
  /** The maximum number of rows to read. */
  readonly count: number;
  /** True if the caller needs to know if more rows follow; otherwise no call is made only for that. */
  readonly wantsMore: boolean;
  /** True if the first read is to count all rows; only a walk from the start can. */
  readonly wantsTotal: boolean;
}

export interface Walked {
  readonly rows: readonly UpstreamRow[];
  readonly more: boolean;
  readonly total?: number;
}

/**
 * A page by one sort key takes at most this many calls. Without changes upstream none needs more; under them, a page
 * that would ends early instead, with more rows to come.
 */
export const MAX_CALLS_BY_ONE_KEY = 3;
/** The same by several keys, of which the exact walk has a run for each prefix of equal keys. */
const MAX_CALLS_BY_MORE_KEYS = 30;
/** The number of inner pages of a page, where longer lists come in another order than requested. */
const MAX_INNER_PAGES = 4;

/**
 * Reads the next rows of an order, in the forms of docs/pagination.md: anchored where that takes one call, else the
 * exact walk, segment by segment. Yields each read and takes its answer, so that the same code runs over a test's rows.
 * @throws UpstreamError `bad_response` for an answer that is not one to its read
 */
export function* walkForward(walk: Walk, options: WalkOptions): Steps<Walked> {
  const { entity, order, empties } = walk;
  const { count, before, wantsMore } = options;
  const after = options.after && 'id' in options.after ? options.after : undefined;
  const rows: UpstreamRow[] = [];
  const seen = new Set<number>();
  let total: number | undefined;
  let calls = 0;
  let most = maxCalls(order);
  let largest = Number.POSITIVE_INFINITY;
  let position: Place | undefined = options.after ?? startOf(walk);
  let segments: readonly Segment[] | undefined;

  if (after && !before) {
    const anchored = yield* counted(readAnchored(walk, after, count), () => (calls += 1));
    if (anchored) {
      take(anchored.rows.slice(0, count));
      if (anchored.rows.length > count || (anchored.hasMore && rows.length === count)) return { rows, more: true };
      position = anchored.restart ?? lastPosition(walk, rows) ?? after;
      if (!anchored.hasMore) segments = emptiesFollow(walk) ? [emptySegment(order)] : [];
    }
  }

  for (;;) {
    let resume = false;
    segments ??= segmentsBetween(walk, { after: position, before });
    for (const segment of segments) {
      const missing = count - rows.length;
      if (missing === 0 && !wantsMore) return finished(false);
      if (rows.length > 0 && calls >= Math.max(most, segments.length)) return finished(true);
      const wanted = Math.min(missing, largest);
      const query = readOf(walk, segment, options, wanted + rowsToSettle(entity, segment.order, wanted));
      if (matchesNothing(entity, query.filter)) continue;
      calls += 1;
      const answer = yield query;
      total ??= answer.total;
      if (mayComeById(query, answer.rows, walk)) {
        largest = INNER_PAGE_ROWS;
        most += 1 + Math.min(MAX_INNER_PAGES, Math.ceil(count / INNER_PAGE_ROWS));
        [resume, segments] = [true, undefined];
        break;
      }
      const { rows: sorted, hasMore } = checkedAnswer(query, answer, empties);
      if (missing === 0) {
        if (sorted.length > 0) return finished(true);
        continue;
      }
      const { rows: settled, restart } = settledRows(sorted, {
        entity,
        order,
        sorted: segment.order,
        hasMore,
        empties,
      });
      const taken = take(settled.slice(0, missing));
      if (settled.length > missing) return finished(true);
      position = restart ?? lastPosition(walk, settled) ?? position;
      if (!hasMore && !restart) continue;
      if (rows.length === count) return finished(true);
      if (taken === 0 && !restart && sorted.length > 0)
        throw notAsAsked(entity, `has only ${entity.name} that came before`);
      // Fewer rows than asked for, and more to come: go on behind the last one. (More to come but none sent is the end.)
      resume = sorted.length > 0;
      if (resume) break;
    }
    if (!resume) return finished(false);
    segments = undefined;
  }

  /** Adds rows, and returns the number of new ones: one that was edited meanwhile can be in two segments. */
  function take(next: readonly UpstreamRow[]): number {
    const earlier = rows.length;
    for (const row of next) {
      if (after && row.id === after.id && isAt(entity, row, after, order))
        throw notAsAsked(entity, `has the cursor's own ${entity.singular} again`);
      if (!seen.has(row.id)) rows.push(row);
      seen.add(row.id);
    }
    return rows.length - earlier;
  }

  function finished(more: boolean): Walked {
    return { rows, more, ...(total === undefined ? {} : { total }) };
  }
}

/**
 * Where a walk begins. If its first key lets through contacts without a value and some of those with one, they are read
 * apart from the first row on: no request can ask for both.
 */
function startOf({ entity, filter, order }: Walk): Place | undefined {
  const [first] = leadingKeys(order);
  return first && dividedFields(entity, filter).includes(first.field) ? { values: [] } : undefined;
}

/** The read of one segment; with no rows missing, the cheapest that tells whether the segment has any. */
export function readOf(walk: Walk, { bounds, order }: Segment, options: WalkOptions, missing: number): ListQuery {
  return {
    entity: walk.entity,
    filter: bounded(walk.filter, bounds),
    order: [...emptiesFirst(walk, bounds), ...order],
    offset: 0,
    limit: Math.max(1, missing),
    fields: missing === 0 ? new Set() : walk.fields,
    withTotal: options.wantsTotal && !options.after && !options.before,
  };
}

/**
 * Returns true if a list of more than one inner page may come by id, whatever its order: one client says that it does (contract
 * §11.13). Where that cannot be excluded, it is read once more, in inner pages.
 */
function mayComeById({ order, limit }: ListQuery, rows: readonly UpstreamRow[], walk: Walk): boolean {
  if (limit <= INNER_PAGE_ROWS || rows.length < 2 || order.length === 1) return false;
  const rises = (sign: number): boolean =>
    rows.every((row, at) => at === 0 || (row.id - (rows[at - 1] as UpstreamRow).id) * sign > 0);
  return (rises(1) || rises(-1)) && !areCertainlySorted(rows, { ...walk, order });
}

function maxCalls(order: Order): number {
  return leadingKeys(order).length > 1 ? MAX_CALLS_BY_MORE_KEYS : MAX_CALLS_BY_ONE_KEY;
}

function lastPosition({ entity, order }: Walk, rows: readonly UpstreamRow[]): Position | undefined {
  const row = rows.at(-1);
  return row && { values: sortValues(entity, row, order), id: row.id, ties: 0 };
}

/** Returns the same steps, with `onRead` called for each read. */
function* counted<Y, R, N>(steps: Generator<Y, R, N>, onRead: () => void): Generator<Y, R, N> {
  let step = steps.next();
  while (!step.done) {
    onRead();
    step = steps.next(yield step.value);
  }
  return step.value;
}
