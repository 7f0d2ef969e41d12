import type { UpstreamRow } from '../entities/decode.ts';
import { PageMovedError } from '../errors.ts';
import type { ListQuery } from '../query/list-query.ts';
import { reverseOrder } from '../query/order.ts';
import { checkedAnswer } from './check-page.ts';
import type { Page, PageRequest } from './page.ts';
import { isAt, type Position, sortValues } from './position.ts';
import type { NullsOrder } from './nulls-order.ts';
import { oneByOne, type Plan, planOf, type Steps } from './steps.ts';

/** Rows that stand side by side in the whole order, the first of them at `offset`. */
interface Found {
  readonly rows: readonly UpstreamRow[];
  readonly offset: number;
  /** True if there are more rows between the cursors, on the side that the page does not begin at. */
  readonly more: boolean;
  readonly total?: number | undefined;
}

/**
 * Plans one page for an upstream that lacks what exact pages need (`PAGING=anchored-offset`). Rows are read by
 * their offset, together with the rows that the cursors point at: if those no longer stand where they stood, rows came
 * or went before them, and the page is an error instead of a gap. That holds as far as one read sees one state of the
 * data: within an inner page of 50 rows, the cursor's row included (see `anchor.ts`).
 * @throws PageMovedError, UpstreamError `bad_response` for an answer that is not one to its read
 */
export function planPageByOffset(request: PageRequest, empties: NullsOrder): Plan<Page> {
  return planOf(() => oneByOne(checkedReads(planByOffset(request), empties)));
}

/** The same steps over answers that are checked. */
function* checkedReads<R>(steps: Steps<R>, empties: NullsOrder): Steps<R> {
  let step = steps.next();
  while (!step.done) step = steps.next(checkedAnswer(step.value, yield step.value, empties));
  return step.value;
}

function* planByOffset(request: PageRequest): Steps<Page> {
  const { entity, first, last, after, before, order } = request;
  const fromTheEnd = first === undefined && before === undefined;
  const found = fromTheEnd ? yield* readLast(request) : yield* readWindow(request);

  const backward = first === undefined;
  const end = backward ? found.rows.length : Math.min(first, found.rows.length);
  const start = last === undefined ? 0 : Math.max(0, end - last);
  const rows = found.rows.slice(start, end);
  return {
    rows,
    positionAt(index) {
      const row = rows.at(index);
      const offset = found.offset + start + (index < 0 ? rows.length + index : index);
      return row && { values: sortValues(entity, row, order), id: row.id, ties: 0, offset };
    },
    hasNextPage: backward ? before !== undefined : found.more || found.rows.length > first,
    hasPreviousPage: last === undefined ? after !== undefined : found.more || found.rows.length > last,
    ...(found.total === undefined ? {} : { total: found.total }),
  };
}

/** The rows behind `after`, or ahead of `before`: one read, which holds the cursors' rows where they adjoin the page. */
function* readWindow(request: PageRequest): Steps<Found> {
  const { first, after, before, wants } = request;
  const count = countOf(request);
  const from = after ? offsetOf(after) + 1 : 0;
  const to = before ? offsetOf(before) : Number.POSITIVE_INFINITY;
  const start = first === undefined ? Math.max(from, to - count) : from;
  const end = Math.max(start, Math.min(to, start + count));

  const readStart = after && start === from ? start - 1 : start;
  const probe = wantsMore(request) && end === readStart && !before ? 1 : 0;
  const readEnd = before && end === to ? end + 1 : end + probe;
  const answer = readEnd > readStart ? yield readOf(request, readStart, readEnd - readStart, wants.total) : undefined;
  const rows = answer?.rows ?? [];
  for (const position of [after, before]) yield* check(request, position, { rows, readStart, readEnd });

  const inWindow = rows.slice(start - readStart, end - readStart);
  const isFull = rows.length === readEnd - readStart;
  return {
    rows: inWindow,
    offset: start,
    // A short answer is the last one, whatever it says: some upstreams say that more follow at the very end.
    more: before ? to - from > count : isFull && (answer?.hasMore === true || rows.length > end - readStart),
    total: answer?.total,
  };
}

/** Reads the last rows of all, by the reversed order; their offsets follow from the total. */
function* readLast(request: PageRequest): Steps<Found> {
  const { after, order } = request;
  const count = countOf(request);
  if (count === 0 && !after && !wantsMore(request)) return { rows: [], offset: 0, more: false };
  const limit = Math.max(1, count + (after ? 1 : 0));
  const answer = yield { ...readOf(request, 0, limit, true), order: reverseOrder(order) };
  const total = answer.total ?? 0;
  const from = after ? offsetOf(after) + 1 : 0;
  if (from > total) throw new PageMovedError();

  const rows = answer.rows.toReversed();
  const readStart = total - rows.length;
  yield* check(request, after, { rows, readStart, readEnd: total });
  const start = Math.max(from, total - count);
  return { rows: rows.slice(start - readStart), offset: start, more: total - from > count, total };
}

/** Makes sure that a cursor's row stands where it stood; costs a read if that place was not among those just read. */
function* check(
  request: PageRequest,
  position: Position | undefined,
  read: { readonly rows: readonly UpstreamRow[]; readonly readStart: number; readonly readEnd: number },
): Steps<void> {
  if (!position) return;
  const at = offsetOf(position);
  const isRead = at >= read.readStart && at < read.readEnd;
  const row = isRead ? read.rows[at - read.readStart] : (yield readOf(request, at, 1, false)).rows[0];
  if (!row || !isAt(request.entity, row, position, request.order)) throw new PageMovedError();
}

function readOf(
  { entity, filter, order, fields }: PageRequest,
  offset: number,
  limit: number,
  withTotal: boolean,
): ListQuery {
  return { entity, filter, order, offset, limit, fields, withTotal };
}

function countOf({ first, last }: PageRequest): number {
  return Math.max(first ?? 0, last ?? 0);
}

function wantsMore({ first, last, wants }: PageRequest): boolean {
  return (first !== undefined && wants.hasNextPage) || (last !== undefined && wants.hasPreviousPage);
}

/** Returns the offset of a position. A cursor of the exact form has none, and is rejected before. */
function offsetOf({ offset }: Position): number {
  if (offset === undefined) throw new PageMovedError();
  return offset;
}
