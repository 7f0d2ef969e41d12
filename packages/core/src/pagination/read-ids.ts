import type { UpstreamRow } from '../entities/decode.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { Walk } from './anchor.ts';
import { checkedAnswer } from './check-page.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { leadingKeys } from './position.ts';
import { type Batches, type Steps, together } from './steps.ts';
import { walkForward } from './walk.ts';

/** The first of some records, in an order. */
export interface FirstOfIds {
  readonly rows: readonly UpstreamRow[];
  /** True if no others exist any more. */
  readonly isWhole: boolean;
  /** The number of records that no longer existed when these were read, if that was one moment. */
  readonly deleted: number | undefined;
}

/**
 * Reads the first `count` of some records. By one key it reads all where they fit one inner page, which takes no call more; by
 * several, the exact walk behind records without a value takes the more calls the more rows it is to read.
 */
export function* readFirstOfIds(walk: Walk, ids: readonly number[], count: number): Steps<FirstOfIds> {
  const fits = ids.length <= INNER_PAGE_ROWS && leadingKeys(walk.order).length === 1;
  const options = { count: fits ? ids.length : count, wantsMore: true, wantsTotal: !fits };
  const steps = walkForward({ ...walk, filter: among(ids) }, options);
  let calls = 0;
  let step = steps.next();
  for (; !step.done; calls += 1) step = steps.next(yield step.value);
  const { rows, more, total } = step.value;
  return {
    rows,
    isWhole: !more || rows.length >= ids.length,
    deleted: calls === 1 && total !== undefined ? ids.length - total : undefined,
  };
}

/** Returns those of some records that still exist. Each list is one inner page, so it misses none of its own. */
export function* readExistingIds(walk: Walk, ids: readonly number[]): Batches<ReadonlySet<number>> {
  const lists = Array.from({ length: Math.ceil(ids.length / INNER_PAGE_ROWS) }, (_, index) =>
    ids.slice(index * INNER_PAGE_ROWS, (index + 1) * INNER_PAGE_ROWS),
  );
  const found = yield* together(lists.map((list) => readExisting(walk, list)));
  return new Set(found.flat());
}

function* readExisting(walk: Walk, ids: readonly number[]): Steps<readonly number[]> {
  const read: ListQuery = {
    entity: walk.entity,
    filter: among(ids),
    order: [{ field: 'id', direction: 'asc' }],
    offset: 0,
    limit: ids.length,
    fields: new Set(),
    withTotal: false,
  };
  const { rows } = checkedAnswer(read, yield read, walk.empties);
  return rows.map(({ id }) => id);
}

function among(ids: readonly number[]): Walk['filter'] {
  return [{ field: 'id', operator: 'in', value: ids }];
}
