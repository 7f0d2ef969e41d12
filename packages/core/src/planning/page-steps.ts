import { companies } from '../entities/company.ts';
import type { Entity } from '../entities/entity.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { PageCost } from '../pagination/page-cost.ts';
import { needsFieldList, provisionalEntity } from '../query/custom-listing.ts';
import { splitFilter, type Filter, filterKey } from '../query/filter.ts';
import { laterRounds } from './later-rounds.ts';
import { lastStep, type PlanScope, type Step, windowsKey } from './plan-scope.ts';
import type { PlannedRead, Read } from './reads.ts';
import { companionsOf, referencesOf, selectionFor } from './relations.ts';
import {
  mergeRequirements,
  type PageRequirements,
  type RelationRequirements,
  type Requirements,
} from './requirements.ts';

/** Records of one entity in a plan, which are there once their reads are answered. */
export interface RecordSet {
  readonly entity: Entity;
  readonly count: number;
  readonly each: Requirements;
  /** True if the company of each comes along. */
  readonly included?: boolean;
  /** The records that these belong to, where they are read as such. */
  readonly owners?: Owners;
}

/** The records of an entity that pages belong to. */
interface Owners {
  readonly entity: Entity;
  readonly count: number;
}

/** A page whose arguments are valid. */
export interface CostedPage extends PageCost, PageRequirements {}

/** The placeholder in the place of ids that are not known yet. */
export const UNKNOWN = 0;

/** Returns the pages that take reads; arguments that are refused are the error of their field, and cost nothing. */
export function costedPages(scope: PlanScope, pages: readonly PageRequirements[]): readonly CostedPage[] {
  return pages.flatMap((page) => {
    try {
      const fields = selectionFor(page.each, scope);
      const cost = scope.costOf(page.args, fields);
      return cost.queries.length + cost.counts.length > 0 ? [{ ...page, ...cost }] : [];
    } catch (error) {
      if (error instanceof InvalidArgumentError) return [];
      throw error;
    }
  });
}

/** Pages that begin at one row: they are read together, and what their rows lead to is read once. */
export interface Window {
  readonly pages: readonly CostedPage[];
  readonly each: Requirements;
}

/** Returns pages by the rows that they begin at. */
export function windowsOf(pages: readonly CostedPage[]): readonly Window[] {
  const [only] = pages;
  if (only && pages.length === 1) return [{ pages, each: only.each }];
  const windows = Map.groupBy(pages, ({ queries, counts, args }) =>
    queries.length > 0 ? windowsKey(queries) : `no rows|${args.entity.name}|${counts.map(filterKey).join('|')}`,
  );
  return [...windows.values()].map((same) => ({
    pages: same,
    each: same.length === 1 ? (same[0] as CostedPage).each : mergeRequirements(same.map(({ each }) => each)),
  }));
}

/** Plans a window; for each of its owners, if it has any. */
export function pageSteps(scope: PlanScope, { pages, each }: Window, owners?: Owners): readonly Step[] {
  const [first] = pages;
  if (!first) return [];
  const { entity } = first.args;
  const unknown = owners && { times: owners.count, origin: scope.newOrigin() };
  const { includeCompany, ahead } = companionsOf(each, first.queries[0]?.offset ?? 0, scope);
  const rows = Math.max(...pages.map((page) => page.rows));
  const lists = pages.flatMap(({ queries }) => queries.map((query): Read => ({ kind: 'list', query, includeCompany })));
  const counts = pages.flatMap((page) =>
    page.counts.flatMap((filter) => countReads(provisionalEntity(page.args), filter)),
  );
  const toFollowers = (included: boolean): readonly Step[] =>
    followers(scope, { entity, count: rows * (owners?.count ?? 1), each, included, ...(owners && { owners }) });
  return [
    {
      reads: unknown
        ? [...lists, ...counts].map((read): PlannedRead => ({ ...read, ...unknown }))
        : [...lists, ...counts],
      leadsTo: laterRounds(scope, { pages, lists, times: owners?.count ?? 1, includeCompany }, toFollowers),
    },
    ...(rows > 0 ? [lastStep(ahead)] : []),
  ];
}

/** Returns the reads that count the records of an entity that pass a filter. */
export function countReads(entity: Entity, filter: Filter): readonly Read[] {
  return splitFilter(entity, filter).map((part) => ({ kind: 'count', entity, filter: part }));
}

/** Returns steps that wait for the portal's field list, where they do. */
export function afterFields(waits: boolean, steps: () => readonly Step[]): readonly Step[] {
  return waits ? [{ reads: [{ kind: 'fields' }], leadsTo: steps }] : steps();
}

/** Plans the reads that records lead to. */
export function followers(scope: PlanScope, set: RecordSet): readonly Step[] {
  const { entity, count, each } = set;
  if (count === 0) return [];
  const unknown = { times: count, origin: scope.newOrigin() };
  const hasMultifields = each.parts.includes('multifields') && scope.multifieldSource() !== 'rows';
  return [
    lastStep([
      ...referencesOf(each),
      ...(each.references.includes('me') ? [{ kind: 'me' } as const] : []),
      ...(hasMultifields ? [{ kind: 'multifields' as const, contactId: UNKNOWN, ...unknown }] : []),
      ...(each.parts.includes('requisites') ? [{ kind: 'requisites' as const, contactId: UNKNOWN, ...unknown }] : []),
    ]),
    ...each.relations.flatMap((relation) => relationSteps(scope, set, relation)),
    ...windowsOf(costedPages(scope, each.connections)).flatMap((window) =>
      afterFields(
        window.pages.some(({ args }) => needsFieldList(args)),
        () => pageSteps(scope, window, { entity, count }),
      ),
    ),
  ];
}

function relationSteps(scope: PlanScope, set: RecordSet, { entity, each }: RelationRequirements): readonly Step[] {
  const { count, included, owners } = set;
  if (entity === companies) {
    // The company of the contacts of a company is that company.
    if (owners?.entity === companies) return followers(scope, { entity, count: owners.count, each });
    if (included) return followers(scope, { entity, count, each });
  }
  const read = recordRead(scope, entity, UNKNOWN, each);
  const unknown = { times: count, origin: scope.newOrigin() };
  return [{ reads: [{ ...read, ...unknown }], leadsTo: () => followers(scope, { entity, count, each }) }];
}

/** Returns the read of one record by its id. */
export function recordRead(
  scope: PlanScope,
  entity: Entity,
  id: number,
  each: Requirements,
  includeCompany = false,
): Read {
  return { kind: 'records', entity, ids: [id], fields: selectionFor(each, scope), includeCompany };
}
