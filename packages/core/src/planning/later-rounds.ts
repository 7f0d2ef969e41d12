import type { PageCost } from '../pagination/page-cost.ts';
import type { PlanScope, Step } from './plan-scope.ts';
import type { PlannedRead, Read } from './reads.ts';

/** The first lists of a page, or of several that begin at one row. */
interface FirstLists {
  readonly pages: readonly Pick<PageCost, 'union' | 'rounds'>[];
  readonly lists: readonly Read[];
  readonly times: number;
  readonly includeCompany: boolean;
}

/**
 * Plans the reads of a page that depend on its first lists: the union of the records that several filters found, and
 * further rounds of a page that is larger than one round.
 */
export function laterRounds(
  scope: PlanScope,
  { pages, lists, times, includeCompany }: FirstLists,
  toFollowers: Step['leadsTo'],
): Step['leadsTo'] {
  const unions = pages.flatMap(({ union }) => union ?? []);
  const union = (leadsTo: Step['leadsTo']): Step['leadsTo'] => {
    if (unions.length === 0) return leadsTo;
    const reads = unions.map((query): PlannedRead => {
      return { kind: 'list', query, includeCompany, times, origin: scope.newOrigin() };
    });
    return () => [{ reads, leadsTo }];
  };
  const round = (left: number): Step['leadsTo'] => {
    if (left <= 1) return union(toFollowers);
    return union(() => [
      { reads: lists.map((read) => ({ ...read, times, origin: scope.newOrigin() })), leadsTo: round(left - 1) },
    ]);
  };
  return round(Math.max(...pages.map(({ rounds }) => rounds)));
}
