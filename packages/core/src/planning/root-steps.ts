import { contacts } from '../entities/contact.ts';
import type { Entity } from '../entities/entity.ts';
import { needsFieldList, provisionalEntity } from '../query/custom-listing.ts';
import { splitFilter, type Filter } from '../query/filter.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';
import {
  afterFields,
  costedPages,
  countReads,
  followers,
  pageSteps,
  recordRead,
  UNKNOWN,
  windowsOf,
} from './page-steps.ts';
import { lastStep, pageKey, type PlanScope, type Step } from './plan-scope.ts';
import { type GroupField, groupValues, type PlannedRead, type Read, userRead } from './reads.ts';
import { companionsOf } from './relations.ts';
import {
  type CustomGroupRequirements,
  type GroupRequirements,
  namesIn,
  type OperationRequirements,
  type Requirements,
} from './requirements.ts';

type Pages = ReturnType<typeof costedPages>;
type Records = OperationRequirements['records'];

/** Counts that it takes to group contacts by each value of a field: more values than most portals have. */
const ASSUMED_VALUES: Record<GroupField, number> = { typeId: 50, sourceId: 50, assignedById: 100 };

/** The same for the options of an enumeration. */
const ASSUMED_OPTIONS = 50;

/**
 * Plans the reads that depend on no record. Where custom fields are named, here or below, the field list comes first: a
 * name that the portal lacks is refused before the rest is read.
 */
export function rootSteps(scope: PlanScope, requirements: OperationRequirements): readonly Step[] {
  const [named, pages] = partition(
    costedPages(scope, requirements.pages),
    ({ queries, rows, each, args }) =>
      // A page without rows has no custom fields to name.
      needsFieldList(args) || (queries.length > 0 && rows > 0 && hasNames(each)),
  );
  const [namedRecords, records] = partition(
    requirements.records.filter(({ ids }) => ids.length > 0),
    ({ each }) => hasNames(each),
  );
  const waits = named.length + namedRecords.length > 0;
  return [
    ...(waits ? afterFields(true, () => recordsSteps(scope, named, namedRecords, true)) : []),
    ...recordsSteps(scope, pages, records, false),
    ...aggregateSteps(scope, requirements),
    lastStep(requirements.references.map((kind): Read => ({ kind }))),
    lastStep(requirements.dictionaries.map((name): Read => ({ kind: 'dictionary', name }))),
  ];
}

function hasNames(each: Requirements): boolean {
  return namesIn(each).length > 0;
}

function recordsSteps(scope: PlanScope, pages: Pages, records: Records, named: boolean): readonly Step[] {
  const windows = windowsOf(pages);
  for (const { each, pages: same } of windows) {
    const [page] = same;
    if (page && same.length > 1 && page.queries.length > 0) scope.pages.set(pageKey(page.queries, named), each);
  }
  return [
    ...windows.flatMap((window) => pageSteps(scope, window)),
    ...records.flatMap((one) => recordSteps(scope, one)),
  ];
}

function recordSteps(scope: PlanScope, { entity, ids, each }: Records[number]): readonly Step[] {
  const distinct = [...new Set(ids)];
  const { includeCompany, ahead, multifieldsAhead } = companionsOf(each, 0, scope);
  const reads = distinct.map((id) => recordRead(scope, entity, id, each, includeCompany));
  const multifields = distinct.map((contactId): Read => ({ kind: 'multifields', contactId }));
  const rest = multifieldsAhead ? { ...each, parts: each.parts.filter((part) => part !== 'multifields') } : each;
  return [
    { reads, leadsTo: (included) => followers(scope, { entity, count: distinct.length, each: rest, included }) },
    lastStep([...ahead, ...(multifieldsAhead ? multifields : [])]),
  ];
}

function aggregateSteps(scope: PlanScope, { counts, groups, customGroups }: OperationRequirements): readonly Step[] {
  const [waiting, ready] = partition(counts, waitsForFields);
  return [
    ...groups.flatMap((group) => afterFields(waitsForFields(group.filter), () => groupSteps(scope, group))),
    ...customGroups.flatMap((group) => afterFields(true, () => customGroupSteps(scope, group))),
    countStep(ready),
    ...(waiting.length > 0 ? afterFields(true, () => [countStep(waiting)]) : []),
  ];
}

function countStep(filters: readonly Filter[]): Step {
  return lastStep(
    filters.flatMap((filter) => countReads(provisionalEntity({ entity: contacts, filter, orderBy: [] }), filter)),
  );
}

function waitsForFields(filter: Filter): boolean {
  return needsFieldList({ filter, orderBy: [] });
}

function groupSteps(scope: PlanScope, { filter, ...group }: GroupRequirements): readonly Step[] {
  const entity = provisionalEntity({ entity: contacts, filter, orderBy: [] });
  return splitFilter(entity, filter).map((part) => groupStep(scope, entity, { filter: part, ...group }));
}

/** Of more contacts than the upstream groups, each option of an enumeration is counted. */
function customGroupSteps(scope: PlanScope, { filter, custom }: CustomGroupRequirements): readonly Step[] {
  const entity = provisionalEntity({ entity: contacts, filter, orderBy: [] });
  return splitFilter(entity, filter).map((part) => {
    const records = scope.groupedRecords(part);
    if (records === undefined || records <= MAX_GROUPED_RECORDS) {
      return lastStep([{ kind: 'groups', entity, filter: part, groupBy: custom, records }]);
    }
    return lastStep([
      { kind: 'count', entity, filter: part, own: true, times: ASSUMED_OPTIONS, origin: scope.newOrigin() },
    ]);
  });
}

/** Groups of more contacts than the upstream groups are counted by each value. */
function groupStep(scope: PlanScope, entity: Entity, { filter, groupBy, named }: GroupRequirements): Step {
  const records = scope.groupedRecords(filter);
  const values = groupValues(groupBy);
  const times = ASSUMED_VALUES[groupBy];
  const user: PlannedRead = { ...userRead(UNKNOWN), times, origin: scope.newOrigin() };
  // Entries of a dictionary need no wave of their own; users do, since only the groups tell which they are.
  const ahead = named && values.kind === 'dictionary' ? [values] : [];
  const behind = named && values.kind === 'users' ? [lastStep([user])] : [];
  if (records === undefined || records <= MAX_GROUPED_RECORDS) {
    return { reads: [{ kind: 'groups', entity, filter, groupBy, records }, ...ahead], leadsTo: () => behind };
  }
  const counts: PlannedRead = { kind: 'count', entity, filter, own: true, times, origin: scope.newOrigin() };
  return { reads: [values], leadsTo: () => [{ reads: [counts], leadsTo: () => behind }] };
}

function partition<T>(
  items: readonly T[],
  belongs: (item: T) => boolean,
): readonly [first: readonly T[], rest: readonly T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
