import type { GroupField } from '../entities/contact-fields.ts';
import { contacts } from '../entities/contact.ts';
import { type Entity, specOf } from '../entities/entity.ts';
import { users } from '../entities/user.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import { type ListQuery, selectedFields, windowKey } from '../query/list-query.ts';
import type { DictionaryName } from '../entities/status.ts';

export type { GroupField };

/** Returns the read of the values that the portal lists for a field. */
export function groupValues(field: GroupField): ReadOf<'users'> | ReadOf<'dictionary'> {
  const { dictionary } = specOf(contacts, field);
  return dictionary === undefined ? { kind: 'users' } : { kind: 'dictionary', name: dictionary };
}

/** One value that an operation needs. The planner decides on the calls that read it. */
export type Read =
  | { readonly kind: 'list'; readonly query: ListQuery; readonly includeCompany: boolean }
  | RecordsRead
  /** All phones and e-mails of a contact. */
  | { readonly kind: 'multifields'; readonly contactId: number }
  | { readonly kind: 'dictionary'; readonly name: DictionaryName }
  | { readonly kind: 'requisites'; readonly contactId: number }
  /** Number of records; `own` if it is not to be taken from the answer for groups. */
  | { readonly kind: 'count'; readonly entity: Entity; readonly filter: Filter; readonly own?: true }
  /** Numbers of contacts by a field. */
  | {
      readonly kind: 'groups';
      readonly entity: Entity;
      readonly filter: Filter;
      /** A field of the table, or a custom field by the portal's own name. */
      readonly groupBy: string;
      readonly records?: number | undefined;
    }
  /** The ids of all users. */
  | { readonly kind: 'users' }
  | { readonly kind: 'fields' }
  /** The portal, and what the caller's key may do there. */
  | { readonly kind: 'me' };

/** Records of an entity by their ids: one, or those that the rows of a list lead to. */
export interface RecordsRead {
  readonly kind: 'records';
  readonly entity: Entity;
  readonly ids: readonly number[];
  /** Upstream fields; of no account for records that are read whole. */
  readonly fields: ReadonlySet<string>;
  /** True if a contact is to bring its company along. */
  readonly includeCompany: boolean;
}

export type ReadOf<K extends Read['kind']> = Extract<Read, { readonly kind: K }>;

/** A read in a plan: one whose record is not known yet stands for as many reads as there can be. */
export type PlannedRead = Read & {
  /** The greatest number of reads; absent where the read is known. */
  readonly times?: number;
  /** Equal in reads of the same set of records. */
  readonly origin?: string;
};
export type PlannedReadOf<K extends Read['kind']> = Extract<PlannedRead, { readonly kind: K }>;

/** Keys of lists, which are expensive to compute: the plan and the run of a page need them, several times each. */
const keysOfLists = new WeakMap<ListQuery, string>();

/** Returns a key that is equal for equal reads only: an operation sends none twice. */
export function readKey(read: Read): string {
  switch (read.kind) {
    case 'list':
      return `list|${read.includeCompany}|${keyOfList(read.query)}`;
    case 'records':
      return recordsReadKey(read);
    case 'multifields':
      return `multifields|${read.contactId}`;
    case 'dictionary':
      return `dictionary|${read.name}`;
    case 'requisites':
      return `requisites|${read.contactId}`;
    case 'count':
      return `count|${read.entity.name}|${read.own ?? false}|${filterKey(read.filter)}`;
    case 'groups':
      return `groups|${read.groupBy}|${filterKey(read.filter)}`;
    case 'users':
    case 'fields':
    case 'me':
      return read.kind;
    default:
      return read satisfies never;
  }
}

function keyOfList(query: ListQuery): string {
  const known = keysOfLists.get(query);
  if (known !== undefined) return known;
  const key = `${windowKey(query)}|${query.withTotal}|${selectedFields(query).toSorted().join()}`;
  keysOfLists.set(query, key);
  return key;
}

/** Users are read whole. */
const noFields: ReadonlySet<string> = new Set();

/** Returns the read of records that others lead to. */
export function relatedRead(entity: Entity, ids: readonly number[], fields: ReadonlySet<string>): RecordsRead {
  return { kind: 'records', entity, ids, fields: entity.isReference ? noFields : fields, includeCompany: false };
}

/** Returns the read of a user. */
export function userRead(id: number): RecordsRead {
  return relatedRead(users, [id], noFields);
}

function recordsReadKey({ entity, ids, fields, includeCompany }: RecordsRead): string {
  return `records|${entity.name}|${ids.join()}|${includeCompany}|${entity.isReference ? '' : fieldsKey(fields)}`;
}

/** The records of a list are read with one set of fields. */
const keysOfFields = new WeakMap<ReadonlySet<string>, string>();

function fieldsKey(fields: ReadonlySet<string>): string {
  const known = keysOfFields.get(fields);
  if (known !== undefined) return known;
  const key = [...fields].toSorted().join();
  keysOfFields.set(fields, key);
  return key;
}
