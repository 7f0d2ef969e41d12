import { ALL_FIELDS } from '../entities/contact-fields.ts';
import { contacts } from '../entities/contact.ts';
import { encodeFilter } from '../wire/encode-filter.ts';
import { filterKey } from '../query/filter.ts';
import { type ListQuery, selectedFields, windowKey } from '../query/list-query.ts';
import { REQUISITE_OWNER_CONTACT, requisiteFields } from '../entities/requisite.ts';
import { type Call, isBatchable, type ListCall } from '../wire/call.ts';
import type { Read, ReadOf } from './reads.ts';

/** A call and the reads that its answer serves. */
export interface PlannedCall {
  readonly call: Call;
  readonly reads: readonly Read[];
}

/** What travels in one HTTP request: a call on its own, or several as one `POST /v1/batch`. */
export type PlannedRequest = readonly [PlannedCall, ...PlannedCall[]];

/** What is sent at the same time. */
export type Wave = readonly PlannedRequest[];

/** Calls that one batch takes (contract §4). */
export const MAX_CALLS_PER_BATCH = 50;
/** Ids that one list takes: one inner page of the upstream (contract §5). */
export const MAX_IDS_PER_CALL = 50;
/** Contacts whose requisites one list takes: each may have several. */
export const CONTACTS_PER_REQUISITES_CALL = 20;
const MAX_REQUISITES_PER_CALL = 500;
const MAX_DICTIONARY_ENTRIES = 1000;
const MAX_USERS = 1000;
/** With more rows than this the upstream silently leaves relations out (contract §2, "include"). */
export const MAX_ROWS_WITH_INCLUDE = 200;

/**
 * The fewest requests that answer reads which are wanted at the same time. Pure. Reads of one window become one call
 * with the union of their fields, ids are joined, and calls that can travel together do: a batch of any size costs one
 * unit of the upstream's rate limit (contract §5, "Unit cost").
 */
export function planWave(reads: readonly Read[]): Wave {
  const of = <K extends Read['kind']>(kind: K) => reads.filter((read): read is ReadOf<K> => read.kind === kind);
  const calls = [
    ...listCalls(of('list')),
    ...idCalls(of('contact'), 'contacts'),
    ...of('multifields').map((read): PlannedCall => ({
      call: { kind: 'get', entity: 'contacts', id: read.contactId },
      reads: [read],
    })),
    ...idCalls(of('company'), 'companies'),
    ...idCalls(of('user'), 'users'),
    ...joined(of('users'), wholeListOf('users', {}, MAX_USERS)),
    ...dictionaryCalls(of('dictionary')),
    ...requisitesCalls(of('requisites')),
    ...joined(of('fields'), { kind: 'fields' }),
    ...joined(of('portal'), { kind: 'me' }),
    ...of('groups').map((read): PlannedCall => ({
      call: {
        kind: 'aggregate',
        filter: encodeFilter(contacts, read.filter),
        groupBy: read.groupBy,
        records: read.records,
      },
      reads: [read],
    })),
  ];
  return packed(withCounts(calls, of('count')));
}

/** Adds what is counted: to a call of the same filter that tells it anyway, or as a call of its own. */
function withCounts(calls: readonly PlannedCall[], counts: readonly ReadOf<'count'>[]): readonly PlannedCall[] {
  const byFilter = Map.groupBy(counts, ({ filter }) => filterKey(filter));
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
  const together = rest.length > 1 || calls.some(({ call }) => isBatchable(call));
  return [...told, ...rest.map((same) => countCall(same, together))];
}

/** The filter whose matches a call counts, if it counts any. */
function countedFilter({ call, reads: [read] }: PlannedCall): string | undefined {
  if (read?.kind === 'groups') return filterKey(read.filter);
  return read?.kind === 'list' && call.kind === 'list' && call.withTotal ? filterKey(read.query.filter) : undefined;
}

function packed(calls: readonly PlannedCall[]): Wave {
  const batchable = calls.filter(({ call }) => isBatchable(call));
  const alone = calls.filter(({ call }) => !isBatchable(call)).map((planned): PlannedRequest => [planned]);
  // Companies come along with a list only where it travels alone; in a batch they are read by id, as part of it.
  const fit = batchable.length === 1 ? batchable : batchable.map(withoutInclude);
  const batches = chunks(fit, MAX_CALLS_PER_BATCH) as readonly PlannedRequest[];
  return [...batches, ...alone];
}

function withoutInclude({ call, reads }: PlannedCall): PlannedCall {
  return call.kind === 'list' ? { call: { ...call, includeCompany: false }, reads } : { call, reads };
}

function listCalls(reads: readonly ReadOf<'list'>[]): readonly PlannedCall[] {
  // Windows that begin at the same row overlap: the longest holds them all.
  const windows = Map.groupBy(reads, ({ query }) => windowKey({ ...query, limit: 0 }));
  return [...windows.values()].map((overlapping) => {
    const query = overlapping.map((read) => read.query).reduce(union);
    const wantsCompanies = overlapping.some(({ includeCompany }) => includeCompany);
    return {
      call: {
        ...toListCall(query),
        includeCompany: wantsCompanies && query.limit <= MAX_ROWS_WITH_INCLUDE,
      },
      reads: overlapping,
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
    ...selectOf(selectedFields(query)),
    withTotal: query.withTotal,
  };
}

/** The selection of a call; none where everything is asked for. */
function selectOf(fields: readonly string[]): { readonly select?: readonly string[] } {
  return fields.includes(ALL_FIELDS) ? {} : { select: fields };
}

type IdRead = ReadOf<'contact'> | ReadOf<'company'> | ReadOf<'user'>;

function idCalls(reads: readonly IdRead[], entity: 'contacts' | 'companies' | 'users'): readonly PlannedCall[] {
  const byId = [...Map.groupBy(reads, ({ id }) => id)];
  const fields = new Set<string>(reads.flatMap((read) => (read.kind === 'user' ? [] : [...read.fields])));
  // A user is small and always read whole, so that one who is known serves every operation.
  const select = entity === 'users' ? {} : selectOf([...new Set(['id', ...fields])]);
  const includeCompany = reads.some((read) => read.kind === 'contact' && read.includeCompany);
  return chunks(byId, MAX_IDS_PER_CALL).map((chunk) => ({
    call: {
      ...listOf(entity, { id: { $in: chunk.map(([id]) => id) } }, chunk.length),
      ...select,
      ...(includeCompany ? { includeCompany } : {}),
    },
    reads: chunk.flatMap(([, same]) => same),
  }));
}

function dictionaryCalls(reads: readonly ReadOf<'dictionary'>[]): readonly PlannedCall[] {
  const names = [...new Set(reads.map(({ name }) => name))];
  return joined(reads, {
    ...wholeListOf('statuses', { entityId: { $in: names } }, MAX_DICTIONARY_ENTRIES),
    order: [
      { field: 'sort', direction: 'asc' },
      { field: 'id', direction: 'asc' },
    ],
  });
}

function requisitesCalls(reads: readonly ReadOf<'requisites'>[]): readonly PlannedCall[] {
  const byContact = [...Map.groupBy(reads, ({ contactId }) => contactId)];
  return chunks(byContact, CONTACTS_PER_REQUISITES_CALL).map((chunk) => ({
    call: {
      ...wholeListOf(
        'requisites',
        { entityTypeId: REQUISITE_OWNER_CONTACT, entityId: { $in: chunk.map(([id]) => id) } },
        MAX_REQUISITES_PER_CALL,
      ),
      select: requisiteFields,
    },
    reads: chunk.flatMap(([, same]) => same),
  }));
}

function countCall(reads: readonly ReadOf<'count'>[], together: boolean): PlannedCall {
  const filter = encodeFilter(contacts, reads[0]?.filter ?? []);
  if (!together) return { call: { kind: 'aggregate', filter }, reads };
  return { call: { ...listOf('contacts', filter, 1), select: ['id'], withTotal: true }, reads };
}

function listOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  return { kind: 'list', entity, filter, order, offset: 0, limit, withTotal: false };
}

/** A list that is of use only with all its entries: it is counted too, which is how it is known to be whole. */
function wholeListOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  return { ...listOf(entity, filter, limit), withTotal: true, whole: true };
}

/** One call for all of some reads, if there are any. */
function joined(reads: readonly Read[], call: Call): readonly PlannedCall[] {
  return reads.length === 0 ? [] : [{ call, reads }];
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
