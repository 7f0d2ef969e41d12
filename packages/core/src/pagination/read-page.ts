import { type CountTerm, countTerms } from '../query/count-terms.ts';
import { dividedFields, type Filter, matchesNothing } from '../query/filter.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import { type Page, type PageRequest, planPage } from './page.ts';
import { planPageByOffset } from './page-by-offset.ts';
import type { NullsOrder } from './nulls-order.ts';
import { costOf, noCost, type PageCost } from './page-cost.ts';
import type { Plan } from './steps.ts';

/** The reads that a page needs; in the gateway, those of the loaders of one operation. */
export interface PageReads {
  list(query: ListQuery): ListAnswer | Promise<ListAnswer>;
  count(filter: Filter): Promise<number>;
}

/** A page whose total may still be on its way, or fail on its own. */
export interface PageWithTotal {
  readonly page: Omit<Page, 'total'>;
  /** `null` if it cannot be counted: see {@link countsOf}. */
  readonly total: number | null | Promise<number> | undefined;
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

/** A page that can be read any number of times. */
export interface PreparedPage {
  readonly request: PageRequest;
  /** True if the total is counted by reads of its own, at the same time as the rows are read. */
  readonly countsApart: boolean;
  /** The plan of its rows, in the form that the rules name. */
  readonly plan: Plan<Page>;
  readonly cost: PageCost;
}

/** Prepares a page: everything that depends on its request alone is made once. */
export function preparePage(request: PageRequest, rules: PageRules): PreparedPage {
  if (needsNoRead(request)) {
    return { request, countsApart: false, plan: { done: true, result: emptyPage(request) }, cost: noCost };
  }
  const countsApart = request.wants.total && !countsOnTheWay(request, rules);
  const wants = { ...request.wants, total: request.wants.total && !countsApart };
  // A page that shows all rows there are has their total.
  const ends = countsApart && request.anyOf ? { hasNextPage: true, hasPreviousPage: true } : {};
  const planOfRows = rules.form === 'anchored-offset' ? planPageByOffset : planPage;
  const plan = planOfRows({ ...request, wants: { ...wants, ...ends } }, rules.nullsOrder);
  const counts = countsApart ? (countsOf(request)?.map(({ filter }) => filter) ?? []) : [];
  return { request, countsApart, plan, cost: costOf(request, plan.done ? [] : plan.lists, counts) };
}

/**
 * Reads one page. A total that no list of the page includes is counted at the same time, not after.
 * @returns the result of `end`, which is called with the page
 */
export function readPage<T>(
  { request, countsApart, plan }: PreparedPage,
  reads: PageReads,
  end: (page: PageWithTotal) => T,
): Promise<T> {
  const counted = countsApart ? countOf(request, reads) : undefined;
  const result = run(plan, reads, (page) => {
    if (counted === null) return end({ page, total: isWhole(request, page) ? page.rows.length : null });
    const isUncounted = request.wants.total && counted === undefined && page.total === undefined;
    return end({ page, total: counted ?? (isUncounted ? countOf(request, reads) : page.total) });
  });
  return result instanceof Promise ? result : Promise.resolve(result);
}

/** Counts the rows of a page's filter; `null` if that is impossible. */
function countOf(request: PageRequest, reads: PageReads): Promise<number> | null {
  const counts = countsOf(request);
  const total = counts && sumOf(counts, reads);
  // The caller of the page sees this failure on its total. If the page itself fails, the total's failure is dropped.
  total?.catch(() => undefined);
  return total ?? null;
}

/** Returns the counts that make up the total of a page's filter; `undefined` if no requests can express them. */
function countsOf({ entity, filter, anyOf }: PageRequest): readonly CountTerm[] | undefined {
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

/** Returns true if a read of the page's rows can count all of them: one that is bound to a cursor's value counts fewer. */
function countsOnTheWay(
  { entity, filter, anyOf, after, before, first, last }: PageRequest,
  { form }: PageRules,
): boolean {
  if (Math.max(first ?? 0, last ?? 0) === 0 || anyOf || dividedFields(entity, filter).length > 0) return false;
  return form === 'anchored-offset' || (after === undefined && before === undefined);
}

/** Returns true if a page is known to be empty without a read. */
function needsNoRead({ entity, filter, anyOf }: PageRequest): boolean {
  return matchesNothing(entity, filter) || anyOf?.length === 0;
}

/** Sends the lists of a plan, step by step. A page that takes one list costs one promise. */
function run<T>(plan: Plan<Page>, reads: PageReads, end: (page: Page) => T): T | Promise<T> {
  if (plan.done) return end(plan.result);
  const { lists, next } = plan;
  const goOn = (answers: readonly ListAnswer[]): T | Promise<T> => run(next(answers), reads, end);
  if (lists.length > 1) return Promise.all(lists.map(async (query) => reads.list(query))).then(goOn);
  const answer = reads.list(lists[0] as ListQuery);
  return answer instanceof Promise ? answer.then((arrived) => goOn([arrived])) : goOn([answer]);
}

function emptyPage({ after, before, first, last }: PageRequest): Page {
  return {
    rows: [],
    total: 0,
    positionAt: () => undefined,
    hasNextPage: first === undefined && before !== undefined,
    hasPreviousPage: last === undefined && after !== undefined,
  };
}
