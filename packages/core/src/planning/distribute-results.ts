import { type ContactRow, toContactRow } from '../entities/contact.ts';
import { type FieldDescription, toFieldDescriptions } from '../entities/field-description.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import { type CallResult, type ListResult, outsideContract } from '../wire/decode-call.ts';
import { UpstreamError } from '../errors.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import { type Me, toMe } from '../entities/me.ts';
import { ownerOfRequisite, type Requisite, toRequisite } from '../entities/requisite.ts';
import { type Dictionary, toDictionaries } from '../entities/status.ts';
import { users as allUsers } from '../entities/user.ts';
import { type Aggregate, isWhole, toAggregate, wholeGroups } from '../wire/aggregate.ts';
import type { Call } from '../wire/call.ts';
import type { Wave } from './pack-calls.ts';
import type { Outcomes } from './run-wave.ts';
import type { Read } from './reads.ts';
import { foundOr, usableRecords } from '../entities/usable-records.ts';

/** Answers by kind of read. */
export interface Answers {
  list: ListAnswer;
  record: UpstreamRow | null;
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

/**
 * Returns the result of each read of a wave: the rows of its own window, the record of its id, or the error of its call.
 * Records are matched by id, never by position: the upstream leaves out those that it does not have.
 */
export function distributeResults(wave: Wave, outcomes: Outcomes): ReadonlyMap<Read, Answers[keyof Answers] | Error> {
  const answers = new Map<Read, Answers[keyof Answers] | Error>();
  for (const { call, reads } of wave.flat()) {
    const outcome = outcomes.get(call);
    const take = outcome instanceof Error || !outcome ? undefined : resultReader(call, outcome);
    for (const read of reads)
      answers.set(
        read,
        attempt(() => (take ? take(read) : ofFailure(read, outcome as Error))),
      );
  }
  return answers;
}

/** Returns the result of a read whose call failed: a deleted contact is no error for the full object of it. */
function ofFailure(read: Read, error: Error): null | Error {
  const isGone = read.kind === 'multifields' && error instanceof UpstreamError && error.code === 'not_found';
  return isGone ? null : error;
}

/** Returns a function from a read to its part of one call's result; shared parts are decoded once. */
function resultReader(call: Call, result: CallResult): (read: Read) => Answers[keyof Answers] {
  if ('data' in result) return (read) => takeData(call, result.data, read);
  const list = result.list;
  const once = <T>(make: () => T): (() => T) => {
    let made: { readonly value: T } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  let rows: readonly UpstreamRow[] | undefined;
  let records: ((id: number) => UpstreamRow | null) | undefined;
  const userIds = once(() => usableRecords(complete(call, list), allUsers.toRow).records.map(({ id }) => id));
  const requisites = once(() => requisitesByOwner(call, complete(call, list)));
  const dictionaries = once(() => toDictionaries(complete(call, list)));

  return (read) => {
    switch (read.kind) {
      case 'list':
        rows ??= list.elements.map(read.query.entity.toRow);
        return windowOf(call, rows, list, read.query);
      case 'record':
        records ??= lookup(call, list, read.entity.toRow);
        return records(read.id);
      case 'requisites':
        return (requisites().get(read.contactId) ?? []).map(toRequisite);
      case 'dictionary':
        return dictionaries()(read.name);
      case 'count':
        if (list.total === undefined) throw outsideContract(call, 'no total');
        return list.total;
      case 'users':
        return userIds();
      case 'multifields':
      case 'groups':
      case 'fields':
      case 'me':
        throw outsideContract(call, 'another form than its call');
      default:
        return read satisfies never;
    }
  };
}

function takeData(call: Call, data: unknown, read: Read): Answers[keyof Answers] {
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
  return { rows: rows.slice(0, limit), hasMore, ...total };
}

/** Returns the elements of a list that must be complete. @throws UpstreamError if it is not */
function complete(call: Call, { elements, hasMore }: ListResult): readonly unknown[] {
  if (hasMore !== false) throw outsideContract(call, 'more entries than the gateway reads');
  return elements;
}

/** Returns a lookup of a call's records by id; a missing one is `null`, unless an unusable element may be it. */
function lookup<T extends { readonly id: number }>(
  call: Call,
  { elements }: ListResult,
  take: (element: unknown) => T,
): (id: number) => T | null {
  const { records, error } = usableRecords(elements, take);
  const byId = new Map(onlyRequested(call, 'id', records, ({ id }) => id).map((record) => [record.id, record]));
  return (id) => foundOr(byId.get(id), error, null);
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
  const filter = call.kind === 'list' ? (call.filter as Readonly<Record<string, unknown>>)[field] : undefined;
  const ids = (filter as { readonly $in?: readonly unknown[] } | undefined)?.$in;
  if (ids && records.some((record) => !ids.includes(idOf(record))))
    throw outsideContract(call, 'records that were not asked for');
  return records;
}

function attempt<T>(take: () => T): T | Error {
  try {
    return take();
  } catch (error) {
    return error as Error;
  }
}
