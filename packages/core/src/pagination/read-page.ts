import { type CountTerm, countTerms } from '../query/count-terms.ts';
import { dividedFields, type Filter, matchesNothing } from '../query/filter.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import { type Page, type PageRequest, planPage } from './page.ts';
import { planPageByOffset } from './page-by-offset.ts';
import type { NullsOrder } from './nulls-order.ts';
import type { Batches } from './steps.ts';

/** The reads that a page needs; in the gateway, those of the loaders of one operation. */
export interface PageReads {
  list(query: ListQuery): Promise<ListAnswer>;
  count(filter: Filter): Promise<number>;
}

/** A page whose total may still be on its way, or fail on its own. */
export interface PageWithTotal extends Omit<Page, 'total'> {
  /** `null` if it cannot be counted: see {@link countsOf}. */
  readonly total?: number | null | Promise<number>;
}

/** The rules by which pages are planned, as far as the upstream decides them. */
export interface PageRules {
  /** Where the upstream sorts empty values. */
  readonly nullsOrder: NullsOrder;
  /**
   * `exact` by default. `anchored-offset` needs less of the upstream (no bounds on sort keys), and reports a page that
   * moved (PageMovedError) where the exact form still finds its rows.
   */
  readonly form?: 'exact' | 'anchored-offset' | undefined;
}

/** Reads one page. A total that no list of the page includes is counted at the same time, not after. */
export async function readPage(request: PageRequest, reads: PageReads, rules: PageRules): Promise<PageWithTotal> {
  if (pageNeedsNoRead(request)) return emptyPage(request);
  const count = (): Promise<number> | null => {
    const counts = countsOf(request);
    const total = counts && sumOf(counts, reads);
    // The caller of the page sees this failure on its total. If the page itself fails, the total's failure is dropped.
    total?.catch(() => undefined);
    return total ?? null;
  };
  const total = request.wants.total && !countsOnTheWay(request, rules) ? count() : undefined;
  const page = await run(planByRules(request, rules), reads);
  if (total === null) return { ...page, total: isWhole(request, page) ? page.rows.length : null };
  if (total !== undefined) return { ...page, total };
  return request.wants.total && page.total === undefined ? { ...page, total: count() } : page;
}

/** Returns the counts that make up the total of a page's filter; `undefined` if no requests can express them. */
export function countsOf({ entity, filter, anyOf }: PageRequest): readonly CountTerm[] | undefined {
  return anyOf ? countTerms(entity, anyOf) : [{ filter, times: 1 }];
}

async function sumOf(counts: readonly CountTerm[], reads: PageReads): Promise<number> {
  const numbers = await Promise.all(counts.map(async ({ filter, times }) => times * (await reads.count(filter))));
  return numbers.reduce((total, number) => total + number, 0);
}

/** Returns true if a page shows all rows there are. */
function isWhole({ first, last, after, before }: PageRequest, page: Page): boolean {
  if (after || before || Math.max(first ?? 0, last ?? 0) === 0) return false;
  return !page.hasNextPage && !page.hasPreviousPage;
}

/** The plan of a page in the form that the rules name. */
export function planByRules(request: PageRequest, rules: PageRules): Batches<Page> {
  const counts = request.wants.total && !countsOnTheWay(request, rules);
  const wants = { ...request.wants, total: request.wants.total && !counts };
  if (rules.form === 'anchored-offset') return planPageByOffset({ ...request, wants }, rules.nullsOrder);
  // A page that shows all rows there are has their total.
  const ends = counts && request.anyOf ? { hasNextPage: true, hasPreviousPage: true } : {};
  return planPage({ ...request, wants: { ...wants, ...ends } }, rules.nullsOrder);
}

/** Returns true if a read of the page's rows can count all of them: one that is bound to a cursor's value counts fewer. */
export function countsOnTheWay(
  { entity, filter, anyOf, after, before, first, last }: PageRequest,
  { form }: PageRules,
): boolean {
  if (Math.max(first ?? 0, last ?? 0) === 0 || anyOf || dividedFields(entity, filter).length > 0) return false;
  return form === 'anchored-offset' || (after === undefined && before === undefined);
}

/** Returns true if a page is known to be empty without a read. */
export function pageNeedsNoRead({ entity, filter, anyOf }: Pick<PageRequest, 'entity' | 'filter' | 'anyOf'>): boolean {
  return matchesNothing(entity, filter) || anyOf?.length === 0;
}

async function run(plan: Batches<Page>, reads: PageReads): Promise<Page> {
  let step = plan.next();
  while (!step.done) step = plan.next(await Promise.all(step.value.map((query) => reads.list(query))));
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
