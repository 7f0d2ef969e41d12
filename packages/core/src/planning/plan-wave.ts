import { ALL_FIELDS } from '../entities/contact-fields.ts';
import { contacts } from '../entities/contact.ts';
import type { Entity } from '../entities/entity.ts';
import { encodeFilter } from '../wire/encode-filter.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import { type ListQuery, selectedFields, windowKey } from '../query/list-query.ts';
import { REQUISITE_OWNER_CONTACT, requisiteFields } from '../entities/requisite.ts';
import { type Call, isBatchable, type ListCall } from '../wire/call.ts';
import { packCalls, type PlannedCall, type Wave } from './pack-calls.ts';
import type { PlannedRead, PlannedReadOf } from './reads.ts';

/** Ids that one list takes: one inner page of the upstream (contract §5). */
export const MAX_IDS_PER_CALL = 50;
/** Contacts whose requisites one list takes: each may have several. */
const CONTACTS_PER_REQUISITES_CALL = 20;
const MAX_REQUISITES_PER_CALL = 500;
const MAX_DICTIONARY_ENTRIES = 1000;
const MAX_USERS = 1000;
/** With more rows than this the upstream silently leaves relations out (contract §2, "include"). */
const MAX_ROWS_WITH_INCLUDE = 200;
/** More users than portals with few seats have; beyond that a plan counts too little rather than refusing what works. */
const ASSUMED_REFERENCES = 500;

/**
 * Returns the smallest number of requests for reads that are needed at the same time, whether or not their records are
 * known yet. Pure. Reads of one window become one call with the union of their fields, ids are joined, and calls that
 * can travel together do: a batch of any size costs one unit of the upstream's rate limit (contract §5, "Unit cost").
 */
export function planWave(reads: readonly PlannedRead[]): Wave {
  const of = <K extends PlannedRead['kind']>(kind: K) =>
    reads.filter((read): read is PlannedReadOf<K> => read.kind === kind);
  const records = of('record').toSorted((a, b) => a.entity.name.localeCompare(b.entity.name));
  const ofContacts = records.filter(({ entity }) => entity === contacts);
  const byEntity = Map.groupBy(
    records.filter(({ entity }) => entity !== contacts),
    ({ entity }) => entity,
  );
  const calls = [
    ...listCalls(of('list')),
    ...idCalls(ofContacts, contacts),
    ...of('multifields').map((read): PlannedCall => ({
      call: { kind: 'get', entity: 'contacts', id: read.contactId },
      reads: [read],
      ...timesOf(read),
    })),
    ...[...byEntity].flatMap(([entity, same]) => idCalls(same, entity)),
    ...joined(of('users'), wholeListOf('users', {}, MAX_USERS)),
    ...dictionaryCalls(of('dictionary')),
    ...requisitesCalls(of('requisites')),
    ...joined(of('fields'), { kind: 'fields' }),
    ...joined(of('me'), { kind: 'me' }),
    ...of('groups').map((read): PlannedCall => ({
      call: {
        kind: 'aggregate',
        entity: 'contacts',
        filter: encodeFilter(read.entity, read.filter),
        groupBy: read.groupBy,
        records: read.records,
      },
      reads: [read],
    })),
  ];
  return packCalls(withCounts(calls, of('count')));
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

/** The number of calls for reads of records that are not known yet, one for each. */
function timesOf(read: PlannedRead | undefined): { readonly times?: number } {
  return read?.times === undefined ? {} : { times: read.times };
}

function listCalls(reads: readonly PlannedReadOf<'list'>[]): readonly PlannedCall[] {
  // Windows that begin at the same row overlap: the longest holds them all.
  const windows = Map.groupBy(reads, ({ query, origin = '' }) => `${origin}|${windowKey({ ...query, limit: 0 })}`);
  return [...windows.values()].map((overlapping) => {
    const query = overlapping.map((read) => read.query).reduce(union);
    const wantsCompanies = overlapping.some(({ includeCompany }) => includeCompany);
    return {
      call: {
        ...toListCall(query),
        includeCompany: wantsCompanies && query.limit <= MAX_ROWS_WITH_INCLUDE,
      },
      reads: overlapping,
      ...timesOf(overlapping[0]),
    };
  });
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

/** The selection of a call; none where everything is asked for. */
function selectOf({ isReference }: Entity, fields: readonly string[]): { readonly select?: readonly string[] } {
  return isReference || fields.includes(ALL_FIELDS) ? {} : { select: fields };
}

function idCalls(reads: readonly PlannedReadOf<'record'>[], entity: Entity): readonly PlannedCall[] {
  const fields = new Set(['id', ...reads.flatMap((read) => [...read.fields])]);
  const includeCompany = reads.some((read) => read.includeCompany);
  const max = entity.isReference ? ASSUMED_REFERENCES : Number.POSITIVE_INFINITY;
  return callsOfRecords(
    reads,
    ({ id }) => id,
    { perCall: MAX_IDS_PER_CALL, max },
    (ids, count) => ({
      ...listOf(entity.name, { id: { $in: ids } }, count),
      ...selectOf(entity, [...fields]),
      ...(includeCompany ? { includeCompany } : {}),
    }),
  );
}

/** The calls for reads of records, several to a call; where not all are known, as many as there can be. */
function callsOfRecords<R extends PlannedRead>(
  reads: readonly R[],
  idOf: (read: R) => number,
  { perCall, max }: { readonly perCall: number; readonly max: number },
  callOf: (ids: readonly number[], count: number) => Call,
): readonly PlannedCall[] {
  const unknown = reads.reduce((total, { times = 0 }) => total + times, 0);
  const byId = [...Map.groupBy(unknown === 0 ? reads : reads.filter(({ times }) => times === undefined), idOf)];
  if (unknown > 0) {
    const times = Math.ceil(Math.min(byId.length + unknown, max) / perCall);
    return [{ call: callOf([], perCall), reads, times }];
  }
  return chunks(byId, perCall).map((chunk) => ({
    call: callOf(
      chunk.map(([id]) => id),
      chunk.length,
    ),
    reads: chunk.flatMap(([, same]) => same),
  }));
}

function dictionaryCalls(reads: readonly PlannedReadOf<'dictionary'>[]): readonly PlannedCall[] {
  const names = [...new Set(reads.map(({ name }) => name))];
  return joined(reads, {
    ...wholeListOf('statuses', { entityId: { $in: names } }, MAX_DICTIONARY_ENTRIES),
    order: [
      { field: 'sort', direction: 'asc' },
      { field: 'id', direction: 'asc' },
    ],
  });
}

function requisitesCalls(reads: readonly PlannedReadOf<'requisites'>[]): readonly PlannedCall[] {
  const sizes = { perCall: CONTACTS_PER_REQUISITES_CALL, max: Number.POSITIVE_INFINITY };
  return callsOfRecords(
    reads,
    ({ contactId }) => contactId,
    sizes,
    (ids) => ({
      ...wholeListOf(
        'requisites',
        { entityTypeId: REQUISITE_OWNER_CONTACT, entityId: { $in: ids } },
        MAX_REQUISITES_PER_CALL,
      ),
      select: requisiteFields,
    }),
  );
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

function listOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  return { kind: 'list', entity, filter, order, offset: 0, limit, withTotal: false };
}

/** Returns the call of a list that must be complete: it is counted too, so that its completeness can be checked. */
function wholeListOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  return { ...listOf(entity, filter, limit), withTotal: true, whole: true };
}

/** One call for all of some reads, if there are any. */
function joined(reads: readonly PlannedRead[], call: Call): readonly PlannedCall[] {
  return reads.length === 0 ? [] : [{ call, reads }];
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
