import type { Filter } from '../query/filter.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { MultifieldSource } from '../entities/multifield.ts';
import type { DictionaryName } from '../entities/status.ts';
import type { GroupField } from './reads.ts';

/** What an operation selects on each contact of a set, beyond the contact's own fields. */
export interface ContactNeeds {
  readonly company: CompanyNeeds | null;
  /** How many of the contact's users are selected: assignedBy, createdBy, updatedBy. */
  readonly users: number;
  readonly dictionaries: readonly DictionaryName[];
  readonly requisites: boolean;
  readonly cardUrl: boolean;
  readonly customFields: boolean;
  /** Custom fields that are asked for by name, as they were named: the field list is read before anything else. */
  readonly names: readonly string[];
  /** The source of phones and e-mails, if all of them are selected. */
  readonly multifields: MultifieldSource | null;
}

/** What an operation selects on each company of a set, beyond the company's own fields. */
export interface CompanyNeeds {
  readonly users: number;
  /** Each selection of the company's contacts, as the first read of its page. */
  readonly contacts: readonly PageNeeds[];
}

/** A page of contacts. */
export interface PageNeeds {
  /** The first read of the page, if it needs any. A page behind a cursor of another order than by id can take more. */
  readonly query: ListQuery | undefined;
  /** How many rows the page has at most. */
  readonly rows: number;
  /** The filter whose matches are counted besides, by a read of its own. */
  readonly count: Filter | undefined;
  readonly contact: ContactNeeds;
}

/** What an operation asks for at its root. */
export interface OperationNeeds {
  readonly pages: readonly PageNeeds[];
  /** Contacts by their ids, and what of each. */
  readonly contacts: readonly { readonly ids: readonly number[]; readonly contact: ContactNeeds }[];
  /** Companies by their ids, and what of each. */
  readonly companies: readonly { readonly ids: readonly number[]; readonly company: CompanyNeeds }[];
  /** Users by their ids. */
  readonly users: readonly number[];
  readonly counts: readonly Filter[];
  /** Groups, with the number of contacts in all of them where it is known from an operation before. */
  readonly groups: readonly {
    readonly filter: Filter;
    readonly groupBy: GroupField;
    readonly records?: number | undefined;
  }[];
  readonly contactFields: boolean;
}

/** Returns the names of custom fields that are asked for, of a contact and of all that hangs on it. */
export function namesIn({ names, company }: Pick<ContactNeeds, 'names' | 'company'>): readonly string[] {
  return [...names, ...(company?.contacts ?? []).flatMap(({ contact }) => namesIn(contact))];
}
