import type { CompanyField } from '../entities/company.ts';
import type { GroupField, SelectableField } from '../entities/contact-fields.ts';
import { type Filter, filterKey } from '../query/filter.ts';
import { type ListQuery, selectedFields, windowKey } from '../query/list-query.ts';
import type { DictionaryName } from '../entities/status.ts';

export type { GroupField };

/** The dictionaries of the fields that contacts are grouped by. */
const groupDictionaries = { typeId: 'CONTACT_TYPE', sourceId: 'SOURCE' } as const satisfies Record<
  Exclude<GroupField, 'assignedById'>,
  DictionaryName
>;

/** Returns the read of the values that the portal lists for a field. */
export function groupValues(field: GroupField): ReadOf<'users'> | ReadOf<'dictionary'> {
  return field === 'assignedById' ? { kind: 'users' } : { kind: 'dictionary', name: groupDictionaries[field] };
}

/** One thing that an operation needs to know. What is asked upstream for it, and together with what else, is planned. */
export type Read =
  | { readonly kind: 'list'; readonly query: ListQuery; readonly includeCompany: boolean }
  | {
      readonly kind: 'contact';
      readonly id: number;
      readonly fields: ReadonlySet<SelectableField>;
      readonly includeCompany: boolean;
    }
  /** All phones and e-mails of a contact. */
  | { readonly kind: 'multifields'; readonly contactId: number }
  | { readonly kind: 'company'; readonly id: number; readonly fields: ReadonlySet<CompanyField> }
  | { readonly kind: 'user'; readonly id: number }
  | { readonly kind: 'dictionary'; readonly name: DictionaryName }
  | { readonly kind: 'requisites'; readonly contactId: number }
  /** Number of contacts; `own` if it is not to be taken from the answer for groups. */
  | { readonly kind: 'count'; readonly filter: Filter; readonly own?: true }
  | {
      readonly kind: 'groups';
      readonly filter: Filter;
      readonly groupBy: GroupField;
      readonly records?: number | undefined;
    }
  /** The ids of all users. */
  | { readonly kind: 'users' }
  | { readonly kind: 'fields' }
  | { readonly kind: 'portal' };

export type ReadOf<K extends Read['kind']> = Extract<Read, { readonly kind: K }>;

/** A read in a plan: one whose record is not known yet stands for as many reads as there can be. */
export type PlannedRead = Read & {
  /** The greatest number of reads; absent where the read is known. */
  readonly times?: number;
  /** Equal in reads of the same set of records. */
  readonly origin?: string;
};
export type PlannedReadOf<K extends Read['kind']> = Extract<PlannedRead, { readonly kind: K }>;

/** Keys that are long to make; each is needed several times. */
const keysOfLists = new WeakMap<Read, string>();

/** A text that is equal for equal reads only: an operation asks for none twice. */
export function readKey(read: Read): string {
  switch (read.kind) {
    case 'list': {
      const known = keysOfLists.get(read);
      if (known !== undefined) return known;
      const { query, includeCompany } = read;
      const key = `list|${windowKey(query)}|${query.withTotal}|${includeCompany}|${selectedFields(query).toSorted().join()}`;
      keysOfLists.set(read, key);
      return key;
    }
    case 'contact':
      return `contact|${read.id}|${read.includeCompany}|${[...read.fields].toSorted().join()}`;
    case 'multifields':
      return `multifields|${read.contactId}`;
    case 'company':
      return `company|${read.id}|${[...read.fields].toSorted().join()}`;
    case 'user':
      return `user|${read.id}`;
    case 'dictionary':
      return `dictionary|${read.name}`;
    case 'requisites':
      return `requisites|${read.contactId}`;
    case 'count':
      return `count|${read.own ?? false}|${filterKey(read.filter)}`;
    case 'groups':
      return `groups|${read.groupBy}|${filterKey(read.filter)}`;
    case 'users':
    case 'fields':
    case 'portal':
      return read.kind;
    default:
      return read satisfies never;
  }
}
