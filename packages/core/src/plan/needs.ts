import type { ListQuery } from '../list-query.ts';
import type { DictionaryName } from '../status.ts';

/** What an operation selects on each contact of a set, beyond the contact's own fields. */
export interface ContactNeeds {
  readonly company: CompanyNeeds | null;
  /** How many of the contact's users are selected: assignedBy, createdBy, updatedBy. */
  readonly users: number;
  readonly dictionaries: readonly DictionaryName[];
  readonly requisites: boolean;
  readonly cardUrl: boolean;
  readonly customFields: boolean;
}

/** What an operation selects on each company of a set, beyond the company's own fields. */
export interface CompanyNeeds {
  readonly users: number;
  /** Each selection of the company's contacts, as the first read of its page. */
  readonly contacts: readonly PageNeeds[];
}

/** A page of contacts. */
export interface PageNeeds {
  /** The first read of the page; a page behind a cursor can take up to two more. */
  readonly query: ListQuery;
  /** Whether a total is counted besides. */
  readonly counted: boolean;
  readonly contact: ContactNeeds;
}

/** What an operation asks for at its root. */
export interface OperationNeeds {
  readonly pages: readonly PageNeeds[];
  /** Sets of contacts by id: how many ids, and what of each contact. */
  readonly contacts: readonly { readonly count: number; readonly contact: ContactNeeds }[];
  readonly aggregates: number;
  readonly contactFields: boolean;
}
