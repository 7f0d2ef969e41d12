import { windowKey } from '../list-query.ts';
import { ROWS_PER_INNER_PAGE } from './call.ts';
import type { CompanyNeeds, ContactNeeds, OperationNeeds, PageNeeds } from './needs.ts';
import {
  CONTACTS_PER_REQUISITES_CALL,
  MAX_CALLS_PER_BATCH,
  MAX_IDS_PER_CALL,
  MAX_ROWS_WITH_INCLUDE,
} from './plan-wave.ts';
import { bringsCompanies, readsReferencesFirst } from './relations.ts';

/** What an operation can cost upstream, before anything is known of its rows. */
export interface OperationPlan {
  readonly waves: readonly WavePlan[];
  /** HTTP requests at most. */
  readonly requests: number;
  /** Reads of 50 rows that the upstream makes for them at most. */
  readonly innerPages: number;
}

/** What is sent at the same time. */
export interface WavePlan {
  readonly requests: number;
  readonly innerPages: number;
  readonly calls: readonly { readonly endpoint: string; readonly calls: number; readonly innerPages: number }[];
}

/** More users than portals with few seats have; beyond that a plan counts too little rather than refusing what works. */
const ASSUMED_USERS = 500;

/**
 * The plan of a whole operation. Pure. It counts with every row of every page having relations of its own, and with
 * nothing known from operations before; what is sent is this or less.
 */
export function planOperation({ pages, contacts, aggregates, contactFields }: OperationNeeds): OperationPlan {
  const drafts: Draft[] = [];
  const draft = (wave: number): Draft => (drafts[wave] ??= new Draft());
  const windows = distinct(pages);

  const alone = windows.length === 1 && contacts.length === 0 && !contactFields;
  for (const page of windows) addPage(0, page, { times: 1, alone });
  for (const { count, contact } of contacts) {
    draft(0).ids('contacts', count);
    addFollowers(0, count, contact, false);
  }
  if (contactFields) draft(0).reference('fields');
  if (aggregates > 0) draft(0).add('/v1/contacts/aggregate', { calls: aggregates, batchable: false });
  const waves = drafts.map((each) => each.toPlan());
  return {
    waves,
    requests: sum(waves.map(({ requests }) => requests)),
    innerPages: sum(waves.map(({ innerPages }) => innerPages)),
  };

  function addPage(
    wave: number,
    { query, counted, contact }: PageNeeds,
    { times, alone: only }: { times: number; alone: boolean },
  ): void {
    const innerPages = Math.max(1, Math.ceil(query.limit / ROWS_PER_INNER_PAGE));
    draft(wave).add('/v1/contacts', { calls: times, innerPages: times * innerPages, batchable: query.offset === 0 });
    if (counted) draft(wave).add('/v1/contacts (total)', { calls: times });
    const included = only && !counted && query.limit <= MAX_ROWS_WITH_INCLUDE && bringsCompanies(contact);
    addFollowers(wave, times * query.limit, contact, included);
  }

  /** What hangs on the contacts of a wave: most of it comes in the next. */
  function addFollowers(wave: number, rows: number, needs: ContactNeeds, included: boolean): void {
    if (rows === 0) return;
    const references = draft(readsReferencesFirst(needs) ? wave : wave + 1);
    for (const name of needs.dictionaries) references.reference(`statuses ${name}`);
    if (needs.customFields) references.reference('fields');
    if (needs.cardUrl) draft(wave + 1).reference('me');
    if (needs.users > 0) draft(wave + 1).ids('users', rows * needs.users);
    if (needs.requisites) {
      draft(wave + 1).add('/v1/requisites', { calls: Math.ceil(rows / CONTACTS_PER_REQUISITES_CALL) });
    }
    if (!needs.company) return;
    if (!included) draft(wave + 1).ids('companies', rows);
    addCompanyFollowers(included ? wave : wave + 1, rows, needs.company);
  }

  function addCompanyFollowers(wave: number, companies: number, { users, contacts: pagesOfEach }: CompanyNeeds): void {
    if (users > 0) draft(wave + 1).ids('users', companies);
    for (const page of distinct(pagesOfEach)) addPage(wave + 1, page, { times: companies, alone: false });
  }
}

/** One wave while it is being planned. */
class Draft {
  readonly #calls = new Map<string, { calls: number; innerPages: number; batchable: boolean }>();
  readonly #ids = new Map<string, number>();
  readonly #references = new Set<string>();

  add(
    endpoint: string,
    { calls, innerPages = calls, batchable = true }: { calls: number; innerPages?: number; batchable?: boolean },
  ): void {
    const key = `${endpoint} ${batchable}`;
    const before = this.#calls.get(key) ?? { calls: 0, innerPages: 0, batchable };
    this.#calls.set(key, { calls: before.calls + calls, innerPages: before.innerPages + innerPages, batchable });
  }

  ids(entity: string, count: number): void {
    this.#ids.set(entity, (this.#ids.get(entity) ?? 0) + count);
  }

  /** Something that is read once, however many ask for it. */
  reference(name: string): void {
    this.#references.add(name);
  }

  toPlan(): WavePlan {
    for (const [entity, count] of this.#ids) {
      const ids = entity === 'users' ? Math.min(count, ASSUMED_USERS) : count;
      this.add(`/v1/${entity} (by id)`, { calls: Math.ceil(ids / MAX_IDS_PER_CALL) });
    }
    const references = [...this.#references];
    if (references.some((name) => name.startsWith('statuses'))) this.add('/v1/statuses', { calls: 1 });
    if (references.includes('fields')) this.add('/v1/contacts/fields', { calls: 1 });
    if (references.includes('me')) this.add('/v1/me', { calls: 1, batchable: false });

    const all = [...this.#calls].map(([key, planned]) => ({
      endpoint: key.slice(0, key.lastIndexOf(' ')),
      ...planned,
    }));
    const batchable = sum(all.filter((each) => each.batchable).map(({ calls }) => calls));
    const alone = sum(all.filter((each) => !each.batchable).map(({ calls }) => calls));
    return {
      requests: Math.ceil(batchable / MAX_CALLS_PER_BATCH) + alone,
      innerPages: sum(all.map(({ innerPages }) => innerPages)),
      calls: all.map(({ endpoint, calls, innerPages }) => ({ endpoint, calls, innerPages })),
    };
  }
}

/** Pages that begin at the same row are one, as long as the longest, with all that hangs on any of them. */
function distinct(pages: readonly PageNeeds[]): readonly PageNeeds[] {
  const windows = Map.groupBy(pages, ({ query }) => windowKey({ ...query, limit: 0 }));
  return [...windows.values()].map((same) => same.reduce(unionOfPages));
}

function unionOfPages(a: PageNeeds, b: PageNeeds): PageNeeds {
  return {
    query: a.query.limit >= b.query.limit ? a.query : b.query,
    counted: a.counted || b.counted,
    contact: unionOfContacts(a.contact, b.contact),
  };
}

function unionOfContacts(a: ContactNeeds, b: ContactNeeds): ContactNeeds {
  const company =
    a.company && b.company
      ? {
          users: Math.max(a.company.users, b.company.users),
          contacts: [...a.company.contacts, ...b.company.contacts],
        }
      : (a.company ?? b.company);
  return {
    company,
    users: Math.max(a.users, b.users),
    dictionaries: [...new Set([...a.dictionaries, ...b.dictionaries])],
    requisites: a.requisites || b.requisites,
    cardUrl: a.cardUrl || b.cardUrl,
    customFields: a.customFields || b.customFields,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
