import { contacts } from '../entities/contact.ts';
import type { Entity } from '../entities/entity.ts';
import { encodeFilter } from '../wire/encode-filter.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import { type ListQuery, selectedFields, windowKey } from '../query/list-query.ts';
import { type Call, isBatchable, type ListCall } from '../wire/call.ts';
import { listOf, selectOf, wholeListOf } from './list-of.ts';
import { packCalls, type PlannedCall, timesOf, type Wave } from './pack-calls.ts';
import type { PlannedRead, PlannedReadOf } from './reads.ts';
import { idCalls, requisitesCalls } from './record-calls.ts';

const MAX_DICTIONARY_ENTRIES = 1000;
const MAX_USERS = 1000;
/** With more rows than this the upstream silently leaves relations out (contract §2, "include"). */
const MAX_ROWS_WITH_INCLUDE = 200;

/**
 * Returns the smallest number of requests for reads that are needed at the same time, whether or not their records are
 * known yet. Pure. Reads of one window become one call with the union of their fields, ids are joined, and calls that
 * can travel together do: a batch of any size costs one unit of the upstream's rate limit (contract §5, "Unit cost").
 */
export function planWave(reads: readonly PlannedRead[]): Wave {
  const of = byKind(reads);
  const calls: PlannedCall[] = [];
  const records = of.records ? byEntity(of.records) : [];
  if (of.list) calls.push(...listCalls(of.list));
  for (const same of records) if (isOfContacts(same)) calls.push(...idCalls(same));
  if (of.multifields) calls.push(...of.multifields.map(getCall));
  for (const same of records) if (!isOfContacts(same)) calls.push(...idCalls(same));
  if (of.users) calls.push({ call: wholeListOf('users', {}, MAX_USERS), reads: of.users });
  if (of.dictionary) calls.push(dictionaryCall(of.dictionary));
  if (of.requisites) calls.push(...requisitesCalls(of.requisites));
  if (of.fields) calls.push({ call: { kind: 'fields' }, reads: of.fields });
  if (of.me) calls.push({ call: { kind: 'me' }, reads: of.me });
  if (of.groups) calls.push(...of.groups.map(groupsCall));
  return packCalls(of.count ? withCounts(calls, of.count) : calls);
}

type ReadsByKind = { [K in PlannedRead['kind']]?: PlannedReadOf<K>[] };

function byKind(reads: readonly PlannedRead[]): ReadsByKind {
  const of: { [K in PlannedRead['kind']]?: PlannedRead[] } = {};
  for (const read of reads) (of[read.kind] ??= []).push(read);
  return of as ReadsByKind;
}

/** Returns the reads of each entity, in the order of the names of entities. */
function byEntity(reads: readonly PlannedReadOf<'records'>[]): readonly ReadsOfEntity[] {
  const groups: ReadsOfEntity[] = [];
  for (const read of reads) {
    const same = groups.find(([{ entity }]) => entity === read.entity);
    if (same) same.push(read);
    else groups.push([read]);
  }
  return groups.length > 1 ? groups.toSorted(([a], [b]) => a.entity.name.localeCompare(b.entity.name)) : groups;
}

type ReadsOfEntity = [PlannedReadOf<'records'>, ...PlannedReadOf<'records'>[]];

function isOfContacts([{ entity }]: ReadsOfEntity): boolean {
  return entity === contacts;
}

function getCall(read: PlannedReadOf<'multifields'>): PlannedCall {
  return { call: { kind: 'get', entity: 'contacts', id: read.contactId }, reads: [read], ...timesOf(read) };
}

function groupsCall(read: PlannedReadOf<'groups'>): PlannedCall {
  const { entity, filter: conditions, groupBy, records } = read;
  const filter = encodeFilter(entity, conditions);
  return { call: { kind: 'aggregate', entity: 'contacts', filter, groupBy, records }, reads: [read] };
}

/** Adds counts: to a call of the same filter that counts anyway, or as calls of their own. */
function withCounts(calls: readonly PlannedCall[], counts: readonly PlannedReadOf<'count'>[]): readonly PlannedCall[] {
  const byFilter = Map.groupBy(counts, (read) => countedKey(read, read.entity, read.filter));
  const told = calls.map((planned): PlannedCall => {
    const key = countedFilter(planned);
    const ofFilter = key === undefined ? [] : (byFilter.get(key) ?? []);
    const same = planned.call.kind === 'aggregate' ? ofFilter.filter(({ own }) => !own) : ofFilter;
    if (key === undefined || same.length === 0) return planned;
    const others = ofFilter.filter((read) => !same.includes(read));
    if (others.length === 0) byFilter.delete(key);
    else byFilter.set(key, others);
    return { ...planned, reads: [...planned.reads, ...same] };
  });
  const rest = [...byFilter.values()];
  // Among others, a count travels as a list of one row with its total; alone it is the exact aggregate (contract §2).
  const together =
    rest.length > 1 || rest.some(([read]) => (read?.times ?? 1) > 1) || calls.some(({ call }) => isBatchable(call));
  return [...told, ...rest.flatMap((same) => countCall(same, together))];
}

/** The filter whose matches a call counts, if it counts any. */
function countedFilter({ call, reads: [read] }: PlannedCall): string | undefined {
  if (read?.kind === 'groups') return countedKey(read, contacts, read.filter);
  return read?.kind === 'list' && call.kind === 'list' && call.withTotal
    ? countedKey(read, read.query.entity, read.query.filter)
    : undefined;
}

function countedKey({ origin = '' }: PlannedRead, entity: Entity, filter: Filter): string {
  return `${origin}|${entity.name}|${filterKey(filter)}`;
}

function listCalls(reads: readonly PlannedReadOf<'list'>[]): readonly PlannedCall[] {
  if (reads.length === 1) return [listCall(reads)];
  // Windows that begin at the same row overlap: the longest holds them all.
  const windows = Map.groupBy(reads, ({ query, origin = '' }) => `${origin}|${windowKey({ ...query, limit: 0 })}`);
  return [...windows.values()].map(listCall);
}

function listCall(overlapping: readonly PlannedReadOf<'list'>[]): PlannedCall {
  const query = overlapping.map((read) => read.query).reduce(union);
  const wantsCompanies = overlapping.some(({ includeCompany }) => includeCompany);
  const includeCompany = wantsCompanies && query.limit <= MAX_ROWS_WITH_INCLUDE;
  return { call: { ...toListCall(query), includeCompany }, reads: overlapping, ...timesOf(overlapping[0]) };
}

function union(a: ListQuery, b: ListQuery): ListQuery {
  return {
    ...a,
    limit: Math.max(a.limit, b.limit),
    fields: a.fields.union(b.fields),
    withTotal: a.withTotal || b.withTotal,
  };
}

function toListCall(query: ListQuery): ListCall {
  return {
    kind: 'list',
    entity: query.entity.name,
    filter: encodeFilter(query.entity, query.filter),
    order: query.order,
    offset: query.offset,
    limit: query.limit,
    ...selectOf(query.entity, selectedFields(query)),
    withTotal: query.withTotal,
  };
}

function dictionaryCall(reads: readonly PlannedReadOf<'dictionary'>[]): PlannedCall {
  const names = [...new Set(reads.map(({ name }) => name))];
  const call: Call = {
    ...wholeListOf('statuses', { entityId: { $in: names } }, MAX_DICTIONARY_ENTRIES),
    order: [
      { field: 'sort', direction: 'asc' },
      { field: 'id', direction: 'asc' },
    ],
  };
  return { call, reads };
}

function countCall(reads: readonly PlannedReadOf<'count'>[], together: boolean): readonly PlannedCall[] {
  const [read] = reads;
  if (!read) return [];
  const planned = { reads, ...timesOf(read) };
  const { entity, filter: conditions } = read;
  const filter = encodeFilter(entity, conditions);
  const list: Call = { ...listOf(entity.name, filter, 1), select: ['id'], withTotal: true };
  const alone: Call = { kind: 'aggregate', entity: entity.name, filter };
  return [{ ...planned, call: !together && entity.hasAggregate ? alone : list }];
}
