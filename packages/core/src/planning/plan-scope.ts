import type { PageArguments } from '../pagination/asked-page.ts';
import type { PageCost } from '../pagination/page-cost.ts';
import type { Filter } from '../query/filter.ts';
import { type ListQuery, windowKey } from '../query/list-query.ts';
import type { PlannedRead } from './reads.ts';
import type { Knowledge } from './relations.ts';
import type { Requirements } from './requirements.ts';

/** The input of a plan besides the operation's requirements. */
export interface PlanKnowledge extends Pick<Knowledge, 'multifieldSource'> {
  /** @throws InvalidArgumentError, BadCursorError for arguments that are refused */
  readonly costOf: (args: PageArguments, fields: ReadonlySet<string>) => PageCost;
  /** Returns the number of contacts that passed a filter when they were last grouped, if it is known. */
  readonly groupedRecords: (filter: Filter) => number | undefined;
}

/** A plan while it is made; known is what its own earlier waves read. */
export interface PlanScope extends PlanKnowledge, Knowledge {
  /** Returns a name for a set of records that are not known yet. */
  readonly newOrigin: () => string;
  readonly pages: Map<string, Requirements>;
}

/** Reads that are needed at the same time, and the steps that follow from their answers. */
export interface Step {
  readonly reads: readonly PlannedRead[];
  /** @param included true if companies come along with the contacts that are read */
  readonly leadsTo: (included: boolean) => readonly Step[];
}

/** A text that is equal for pages of the operation that begin at the same row and are read in the same wave. */
export function pageKey(queries: readonly ListQuery[], hasNames: boolean): string {
  return `${hasNames}|${windowsKey(queries)}`;
}

/** A text that is equal for pages whose first lists begin at the same rows. */
export function windowsKey(queries: readonly ListQuery[]): string {
  return queries.map((query) => windowKey({ ...query, limit: 0 })).join('&');
}

/** Reads that lead to nothing. */
export function lastStep(reads: readonly PlannedRead[]): Step {
  return { reads, leadsTo: () => [] };
}
