import { dividedFields, matchesNothing } from '../query/filter.ts';
import type { ListAnswer } from '../query/list-query.ts';
import type { Walk } from './anchor.ts';
import { checkedAnswer } from './check-page.ts';
import { segmentsBetween } from './segments.ts';
import type { Plan } from './steps.ts';
import { readOf, type Walked, type WalkOptions } from './walk.ts';

/**
 * Plans a walk by id alone: all its rows are one segment, which one read gives.
 * @param walkOn returns the plan of the same walk that goes on behind an answer that is shorter although more rows follow
 * @returns nothing for any other order, and for a filter of several reads or of none
 */
export function planById<R>(
  walk: Walk,
  options: WalkOptions,
  end: (walked: Walked) => R,
  walkOn: (answers: readonly ListAnswer[]) => Plan<R>,
): Plan<R> | undefined {
  const { entity, filter, order, empties } = walk;
  const { count } = options;
  const [segment] = order.length === 1 ? segmentsBetween(walk, options) : [];
  if (!segment || count === 0 || dividedFields(entity, filter).length > 0) return undefined;
  const query = readOf(walk, segment, options, count);
  if (matchesNothing(entity, query.filter)) return undefined;
  const next = (answers: readonly ListAnswer[]): Plan<R> => {
    const [answer] = answers as readonly [ListAnswer];
    const { rows, hasMore } = checkedAnswer(query, answer, empties);
    if (hasMore && rows.length > 0 && rows.length < count) return walkOn(answers);
    const walked = {
      rows: rows.length > count ? rows.slice(0, count) : rows,
      more: rows.length > count || (hasMore && rows.length === count),
    };
    return { done: true, result: end(answer.total === undefined ? walked : { ...walked, total: answer.total }) };
  };
  return { done: false, lists: [query], next };
}
