import { type ContactRow, toContactRow } from '../entities/contact.ts';
import { type FieldDescription, toFieldDescriptions } from '../entities/field-description.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import { type ListResult, outsideContract } from '../wire/decode-call.ts';
import { UpstreamError } from '../errors.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import { type Me, toMe } from '../entities/me.ts';
import { ownerOfRequisite, type Requisite, toRequisite } from '../entities/requisite.ts';
import { type Dictionary, toDictionaries } from '../entities/status.ts';
import { users as allUsers } from '../entities/user.ts';
import { type Aggregate, isWhole, toAggregate, wholeGroups } from '../wire/aggregate.ts';
import type { Call } from '../wire/call.ts';
import type { Wave } from './pack-calls.ts';
import type { Outcome, Outcomes } from './run-wave.ts';
import type { Found } from './known-rows.ts';
import type { Read } from './reads.ts';
import { usableRecords } from '../entities/usable-records.ts';

/** Answers by kind of read. */
export interface Answers {
  list: ListAnswer;
  records: ReadonlyMap<number, Found>;
  /** The contact as the full object; `null` if it was deleted, or hidden from the caller, in the meantime. */
  multifields: ContactRow | null;
  dictionary: Dictionary;
  requisites: readonly Requisite[];
  /** `null` if the call also grouped contacts and its answer is partial: then the count may be partial, too. */
  count: number | null;
  /** `null` if the answer is partial: there are more contacts than the upstream groups, or they changed meanwhile. */
  groups: Aggregate | null;
  users: readonly number[];
  fields: readonly FieldDescription[];
  me: Me;
}

type Answer = Answers[keyof Answers];

/** Returns the part of one call's result that is the answer to a read. */
type TakeAnswer = (read: Read) => Answer | Error;

/**
 * Returns a function from the reads of a wave to their results: the rows of its own window, the record of its id, or the
 * error of its call. Records are matched by id, never by position: the upstream leaves out those that it does not have.
 */
export function distributeResults(wave: Wave, outcomes: Outcomes): TakeAnswer {
  const [[only, ...others] = [], ...more] = wave;
  // One call answers all reads, whichever objects they are.
  if (only && others.length === 0 && more.length === 0) return answersOf(only.call, outcomes[0]?.[0]);
  const ofReads = new Map<Read, TakeAnswer>();
  for (const [index, request] of wave.entries())
    for (const [place, { call, reads }] of request.entries()) {
      const take = answersOf(call, outcomes[index]?.[place]);
      for (const read of reads) {
        const before = ofReads.get(read);
        ofReads.set(read, before ? recordsOfBoth(before, take) : take);
      }
    }
  return (read) => {
    const take = ofReads.get(read);
    return take ? take(read) : new Error(`The plan left out a read of the kind "${read.kind}".`);
  };
}

/** Records of one read can be those of several calls. */
function recordsOfBoth(first: TakeAnswer, second: TakeAnswer): TakeAnswer {
  return (read) => new Map([...(first(read) as Answers['records']), ...(second(read) as Answers['records'])]);
}

function answersOf(call: Call, outcome: Outcome | undefined): TakeAnswer {
  if (!outcome) return () => new Error('A call has no outcome.');
  if (outcome instanceof Error) return (read) => ofFailure(call, read, outcome);
  const result = 'list' in outcome ? new ResultOfList(call, outcome.list) : undefined;
  return (read) => {
    try {
      return result ? result.take(read) : takeData(call, (outcome as { readonly data: unknown }).data, read);
    } catch (error) {
      return ofFailure(call, read, error as Error);
    }
  };
}

/** Returns the result of a read whose call failed: a deleted contact is no error for the full object of it. */
function ofFailure(call: Call, read: Read, error: Error): Answer | Error {
  if (read.kind === 'records') return new Map(requestedIds(call, 'id').map((id) => [id, error]));
  const isGone = read.kind === 'multifields' && error instanceof UpstreamError && error.code === 'not_found';
  return isGone ? null : error;
}

/** The elements of one call, which its reads share: they are decoded once, in the form that a read needs. */
class ResultOfList {
  readonly #call: Call;
  readonly #list: ListResult;
  #rows: readonly UpstreamRow[] | undefined;
  #records: Answers['records'] | undefined;
  #requisites: ReturnType<typeof requisitesByOwner> | undefined;
  #dictionaries: ReturnType<typeof toDictionaries> | undefined;

  constructor(call: Call, list: ListResult) {
    this.#call = call;
    this.#list = list;
  }

  take(read: Read): Answer {
    const list = this.#list;
    const call = this.#call;
    switch (read.kind) {
      case 'list':
        this.#rows ??= list.elements.map(read.query.entity.toRow);
        return windowOf(call, this.#rows, list, read.query);
      case 'records':
        return (this.#records ??= recordsById(call, list, read.entity.toRow));
      case 'requisites':
        this.#requisites ??= requisitesByOwner(call, complete(call, list));
        return (this.#requisites.get(read.contactId) ?? []).map(toRequisite);
      case 'dictionary':
        this.#dictionaries ??= toDictionaries(complete(call, list));
        return this.#dictionaries(read.name);
      case 'count':
        if (list.total === undefined) throw outsideContract(call, 'no total');
        return list.total;
      case 'users':
        return usableRecords(complete(call, list), allUsers.toRow).records.map(({ id }) => id);
      default:
        throw outsideContract(call, 'another form than its call');
    }
  }
}

function takeData(call: Call, data: unknown, read: Read): Answer {
  const members = (data ?? {}) as Readonly<Record<string, unknown>>;
  switch (read.kind) {
    case 'multifields': {
      const row = toContactRow(data);
      if (row.id !== read.contactId) throw outsideContract(call, 'another record than the one that was asked for');
      return row;
    }
    case 'fields':
      return toFieldDescriptions(data);
    case 'me':
      return toMe(data);
    case 'count':
    case 'groups': {
      const grouped = call.kind === 'aggregate' ? call.groupBy : undefined;
      const aggregate = toAggregate(call, members, grouped);
      if (read.kind === 'groups') return wholeGroups(call, aggregate);
      return grouped === undefined || isWhole(aggregate) ? aggregate.count : null;
    }
    default:
      throw outsideContract(call, 'another form than its call');
  }
}

/** Returns the rows of one window. A shorter window of the same rows has fewer of them, and then more behind. */
function windowOf(
  call: Call,
  rows: readonly UpstreamRow[],
  list: ListResult,
  { limit, withTotal }: ListQuery,
): ListAnswer {
  const hasMore = rows.length > limit || list.hasMore;
  if (hasMore === undefined) throw outsideContract(call, 'no hasMore');
  // Without a last row a walk cannot continue, and to stop there could lose rows.
  if (hasMore && rows.length === 0) throw outsideContract(call, 'more rows behind none');
  const total = withTotal && list.total !== undefined ? { total: list.total } : {};
  return { rows: rows.length > limit ? rows.slice(0, limit) : rows, hasMore, ...total };
}

/** Returns the elements of a list that must be complete. @throws UpstreamError if it is not */
function complete(call: Call, { elements, hasMore }: ListResult): readonly unknown[] {
  if (hasMore !== false) throw outsideContract(call, 'more entries than the gateway reads');
  return elements;
}

/** Returns the records of a call by the ids that were asked for; a missing one may be the unusable element, if there is one. */
function recordsById(call: Call, { elements }: ListResult, take: Entity['toRow']): Answers['records'] {
  const { records, error } = usableRecords(elements, take);
  const byId = new Map<number, Found>(requestedIds(call, 'id').map((id) => [id, error ?? null]));
  for (const record of onlyRequested(call, 'id', records, ({ id }) => id)) byId.set(record.id, record);
  return byId;
}

/** @throws UpstreamError if an owner is unusable: it may be any of the contacts, whose lists would then lack one */
function requisitesByOwner(call: Call, elements: readonly unknown[]): ReadonlyMap<number, readonly unknown[]> {
  const owned = elements.map((element) => ({ owner: ownerOfRequisite(element), element }));
  const groups = Map.groupBy(
    onlyRequested(call, 'entityId', owned, ({ owner }) => owner),
    ({ owner }) => owner,
  );
  return new Map([...groups].map(([owner, its]) => [owner, its.map(({ element }) => element)]));
}

/**
 * Returns the records if all of them were requested. An upstream that sends others ignored the filter: records that it left
 * out would pass for missing. `hasMore` is ignored: it can be true on a final page (contract §1), and every lookup of a
 * missing record is one.
 * @throws UpstreamError `bad_response` for a record that was not requested
 */
function onlyRequested<T>(call: Call, field: string, records: readonly T[], idOf: (record: T) => number): readonly T[] {
  const ids = requestedIds(call, field);
  if (records.some((record) => !ids.includes(idOf(record))))
    throw outsideContract(call, 'records that were not asked for');
  return records;
}

/** Returns the ids that a call looks up by a field. */
function requestedIds(call: Call, field: string): readonly number[] {
  const filter = call.kind === 'list' ? (call.filter as Readonly<Record<string, unknown>>)[field] : undefined;
  return (filter as { readonly $in?: readonly number[] } | undefined)?.$in ?? [];
}
