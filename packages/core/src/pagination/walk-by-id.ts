import { dividedFields, matchesNothing } from '../query/filter.ts';
import type { ListAnswer } from '../query/list-query.ts';
import type { Walk } from './anchor.ts';
import { checkedAnswer } from './check-page.ts';
import { segmentsBetween } from './segments.ts';
import type { Steps } from './steps.ts';
import { readOf, type Walked, walkForward, type WalkOptions } from './walk.ts';

/**
 * The walk of an order by id alone: all rows are one segment, which one read gives. An answer that is shorter although
 * more rows follow is left to {@link walkForward}.
 * @returns the function that begins it; `undefined` for any other order, and for a filter of several reads or of none
 */
export function walkById(walk: Walk, options: WalkOptions): (() => Steps<Walked>) | undefined {
  const { entity, filter, order, empties } = walk;
  const { count } = options;
  const [segment] = order.length === 1 ? segmentsBetween(walk, options) : [];
  if (!segment || count === 0 || dividedFields(entity, filter).length > 0) return undefined;
  const query = readOf(walk, segment, options, count);
  if (matchesNothing(entity, query.filter)) return undefined;
  return function* readOnce() {
    const answer = yield query;
    const { rows, hasMore } = checkedAnswer(query, answer, empties);
    if (hasMore && rows.length > 0 && rows.length < count) return yield* goOn(walkForward(walk, options), answer);
    const walked = {
      rows: rows.length > count ? rows.slice(0, count) : rows,
      more: rows.length > count || (hasMore && rows.length === count),
    };
    return answer.total === undefined ? walked : { ...walked, total: answer.total };
  };
}

/** Runs a walk whose first read was answered. */
function* goOn(steps: Steps<Walked>, first: ListAnswer): Steps<Walked> {
  steps.next();
  let step = steps.next(first);
  while (!step.done) step = steps.next(yield step.value);
  return step.value;
}
