import type { Filter } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import type { PageRequest } from './page.ts';
import { isSortedUpstream, MAX_ROWS_AT_ONCE } from './walk-any-of.ts';

/** The cost of a page, as far as it is known before anything is sent. */
export interface PageCost {
  /** The lists that are read first, all at once; none if the page needs no read. For most pages they are all. */
  readonly queries: readonly ListQuery[];
  /**
   * The list of the records that `queries` find, read after them in the upstream's order; its ids are not known before.
   */
  readonly union: ListQuery | undefined;
  /** Number of rounds, one after the other: more than one for a large page of several filters. */
  readonly rounds: number;
  /** The filters whose matches are counted by reads of their own. */
  readonly counts: readonly Filter[];
  /** The maximum number of rows of the page. */
  readonly rows: number;
}

/** The cost of a page that needs no read. */
export const noCost: PageCost = { queries: [], union: undefined, rounds: 0, counts: [], rows: 0 };

/** Returns the cost of a page with these first lists and counts. */
export function costOf(request: PageRequest, queries: PageCost['queries'], counts: PageCost['counts']): PageCost {
  const rows = Math.max(request.first ?? 0, request.last ?? 0);
  // Unless rows are deleted meanwhile.
  const rounds = request.anyOf ? Math.max(1, Math.ceil(rows / MAX_ROWS_AT_ONCE)) : 1;
  return { queries, union: rows > 0 ? unionOf(request, rows) : undefined, rounds, counts, rows };
}

/**
 * The list that reads the union of what several filters found, with the ids left out that are not known before; nothing
 * for a page that takes none.
 */
function unionOf({ entity, order, anyOf, fields }: PageRequest, rows: number): ListQuery | undefined {
  if (!anyOf || !isSortedUpstream({ entity, order })) return undefined;
  const limit = Math.max(INNER_PAGE_ROWS, Math.min(MAX_ROWS_AT_ONCE, rows));
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
