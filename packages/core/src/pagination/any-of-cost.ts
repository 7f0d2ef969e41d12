import type { ListQuery } from '../query/list-query.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import type { PageRequest } from './page.ts';
import { isSortedUpstream, MAX_ROWS_AT_ONCE } from './walk-any-of.ts';

/** Rounds that a page of several filters takes, unless rows are deleted meanwhile. */
export function roundsOf(rows: number): number {
  return Math.max(1, Math.ceil(rows / MAX_ROWS_AT_ONCE));
}

/**
 * The list that reads the union of what several filters found, with the ids left out that are not known before; nothing
 * for a page that takes none.
 */
export function unionOf({ entity, order, anyOf, first, last, fields }: PageRequest): ListQuery | undefined {
  if (!anyOf || !isSortedUpstream({ entity, order })) return undefined;
  const limit = Math.max(INNER_PAGE_ROWS, Math.min(MAX_ROWS_AT_ONCE, Math.max(first ?? 0, last ?? 0)));
  return {
    entity,
    filter: [{ field: 'id', operator: 'in', value: [] }],
    order,
    offset: 0,
    limit,
    fields,
    withTotal: false,
  };
}
