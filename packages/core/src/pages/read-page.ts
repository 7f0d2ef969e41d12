import type { ListAnswer } from '../list-query.ts';
import { type ContactFilter, matchesNothing } from '../filter.ts';
import type { ListQuery } from '../list-query.ts';
import { type Page, type PageRequest, planPage } from './plan-page.ts';
import type { EmptyValues } from './segments.ts';

/** How the reads of a page reach the upstream; in the gateway, the loaders of one operation. */
export interface PageReads {
  list(query: ListQuery): Promise<ListAnswer>;
  count(filter: ContactFilter): Promise<number>;
}

/** A page whose total may still be on its way, or fail on its own. */
export interface PageWithTotal extends Omit<Page, 'total'> {
  readonly total?: number | Promise<number>;
}

/** Reads one page. A total that no list read of the page can tell is counted beside them, not after. */
export async function readPage(request: PageRequest, reads: PageReads, empties: EmptyValues): Promise<PageWithTotal> {
  if (pageNeedsNoRead(request)) return emptyPage(request);
  const { after, before, first, last, wants } = request;
  const fromAnEnd = after === undefined && before === undefined && Math.max(first ?? 0, last ?? 0) > 0;
  const total = wants.total && !fromAnEnd ? reads.count(request.filter) : undefined;
  // Whoever takes the page sees this failure on its total; should the page itself fail, nobody does.
  total?.catch(() => undefined);
  const page = await run(
    planPage({ ...request, wants: { ...wants, total: wants.total && fromAnEnd } }, empties),
    reads,
  );
  return total === undefined ? page : { ...page, total };
}

/** Whether a page is known to be empty without a look. */
export function pageNeedsNoRead({ filter }: Pick<PageRequest, 'filter'>): boolean {
  return matchesNothing(filter);
}

async function run(plan: Generator<ListQuery, Page, ListAnswer>, reads: PageReads): Promise<Page> {
  let step = plan.next();
  while (!step.done) step = plan.next(await reads.list(step.value));
  return step.value;
}

function emptyPage({ after, before, first, last }: PageRequest): Page {
  return {
    rows: [],
    positions: [],
    hasNextPage: first === undefined && before !== undefined,
    hasPreviousPage: last === undefined && after !== undefined,
    total: 0,
  };
}
