import type { UpstreamRow } from '../entities/decode.ts';
import type { Walk } from './anchor.ts';
import { notAsAsked } from './check-page.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { sortValues } from './position.ts';
import type { Place } from './segments.ts';
import type { Steps } from './steps.ts';
import { walkForward } from './walk.ts';

/** Records that were read by their ids, in an order. */
export interface ReadIds {
  readonly rows: readonly UpstreamRow[];
  /** True if the rows are all of the records that still exist. */
  readonly isWhole: boolean;
  /** The number of records that no longer exist. */
  readonly deleted: number;
}

/**
 * Reads the first `count` of some records, or all of them where they fit one inner page. With the number of those that
 * still exist, read at the same moment; without, they are all read.
 */
export function* readSomeIds(walk: Walk, ids: readonly number[], count: number): Steps<ReadIds> {
  if (ids.length <= INNER_PAGE_ROWS || ids.length <= count) return yield* readIds(walk, ids, count);
  const steps = walkForward(byIds(walk, ids), { count, wantsMore: true, wantsTotal: true });
  let calls = 0;
  let step = steps.next();
  for (; !step.done; calls += 1) step = steps.next(yield step.value);
  const { rows, more, total } = step.value;
  // Rows of a second call are of a later moment than the total.
  if (!more) return { rows, isWhole: true, deleted: ids.length - rows.length };
  return calls === 1 && total !== undefined
    ? { rows, isWhole: false, deleted: Math.max(0, ids.length - total) }
    : yield* readIds(walk, ids, count);
}

/**
 * Reads all of some records, `count` at a time or an inner page, which sees one state of the data.
 * @throws UpstreamError `bad_response` for an upstream that repeats them
 */
export function* readIds(walk: Walk, ids: readonly number[], count: number): Steps<ReadIds> {
  const most = Math.max(count, INNER_PAGE_ROWS);
  const rows = new Map<number, UpstreamRow>();
  let after: Place | undefined;
  for (;;) {
    const options = { after, count: Math.min(most, ids.length - rows.size), wantsMore: true, wantsTotal: false };
    const walked = yield* walkForward(byIds(walk, ids), options);
    const known = rows.size;
    for (const row of walked.rows) rows.set(row.id, row);
    const last = walked.rows.at(-1);
    if (!walked.more || rows.size >= ids.length || !last) {
      return { rows: [...rows.values()], isWhole: true, deleted: ids.length - rows.size };
    }
    if (rows.size === known) throw notAsAsked(walk.entity, 'has the same records again');
    after = { values: sortValues(walk.entity, last, walk.order), id: last.id, ties: 0 };
  }
}

function byIds(walk: Walk, ids: readonly number[]): Walk {
  return { ...walk, filter: [{ field: 'id', operator: 'in', value: ids }] };
}
