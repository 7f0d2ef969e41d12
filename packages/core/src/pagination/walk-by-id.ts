import { dividedFields } from '../query/filter.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import type { Walk } from './anchor.ts';
import { checkedAnswer } from './check-page.ts';
import type { Plan } from './steps.ts';
import type { Walked } from './walk.ts';

/**
 * Shortens the plan of a walk by id alone: all its rows are one segment, which one read gives. An answer that is shorter
 * although more rows follow is left to the plan, as is any other order, and a filter of several reads or of none.
 */
export function byOneRead<R>(
  plan: Plan<R>,
  { entity, filter, order, empties }: Walk,
  count: number,
  end: (walked: Walked) => R,
): Plan<R> {
  if (plan.done || count === 0 || order.length > 1 || dividedFields(entity, filter).length > 0) return plan;
  const [query] = plan.lists as readonly [ListQuery];
  const next = (answers: readonly ListAnswer[]): Plan<R> => {
    const [answer] = answers as readonly [ListAnswer];
    const { rows, hasMore } = checkedAnswer(query, answer, empties);
    if (hasMore && rows.length > 0 && rows.length < count) return plan.next(answers);
    const walked = {
      rows: rows.length > count ? rows.slice(0, count) : rows,
      more: rows.length > count || (hasMore && rows.length === count),
    };
    return { done: true, result: end(answer.total === undefined ? walked : { ...walked, total: answer.total }) };
  };
  return { ...plan, next };
}
