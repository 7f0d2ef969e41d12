import { contacts as contactEntity } from '../entities/contact.ts';
import { askableParts, type Filter, filterKey } from '../query/filter.ts';
import { windowKey } from '../query/list-query.ts';
import { innerPagesOfGroups, MAX_GROUPED_RECORDS, ROWS_PER_INNER_PAGE } from '../wire/call.ts';
import { byNames, type Roots } from './named-roots.ts';
import type { CompanyNeeds, ContactNeeds, OperationNeeds, PageNeeds } from './requirements.ts';
import {
  CONTACTS_PER_REQUISITES_CALL,
  MAX_CALLS_PER_BATCH,
  MAX_IDS_PER_CALL,
  MAX_ROWS_WITH_INCLUDE,
} from './plan-wave.ts';
import type { GroupField } from './reads.ts';
import { bringsCompanies, mayGetMultifields, readsMultifieldsFirst, readsReferencesFirst } from './relations.ts';

/** What an operation can cost upstream, before anything is known of its rows. */
export interface OperationPlan {
  readonly waves: readonly WavePlan[];
  /**
   * HTTP requests. A page by another order than by id, or of a filter that no request can ask for, is one here and can
   * take more (docs/pagination.md); so can the groups of more than 5,000 contacts, where that many are not known of
   * before.
   */
  readonly requests: number;
  /** Reads of 50 rows that the upstream makes for them. */
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

/** Counts that it takes to group contacts by each value of a field: more values than most portals have, as above. */
const ASSUMED_VALUES: Record<GroupField, number> = { typeId: 50, sourceId: 50, assignedById: 100 };

/**
 * The plan of a whole operation. Pure. It counts with every row of every page having relations of its own, and with
 * nothing known from operations before: what is sent is this or less, but for further reads of a page (see `requests`).
 */
export function planOperation(needs: OperationNeeds): OperationPlan {
  const drafts: Draft[] = [];
  const draft = (wave: number): Draft => (drafts[wave] ??= new Draft());
  // Where custom fields are named, the field list comes first: a name that the portal lacks is refused before the rest.
  const [unnamed, named] = byNames(needs);
  const windows = distinct(unnamed.pages);

  if (named) draft(0).reference('fields');
  addRoots(0, windows, unnamed);
  draft(0).ids('users', needs.users);
  if (needs.contactFields) draft(0).reference('fields');
  addAggregates();
  addRootFollowers(0, windows, unnamed);
  if (named) {
    const later = distinct(named.pages);
    addRoots(1, later, named);
    addRootFollowers(1, later, named);
  }

  const read = new Set<string>();
  const waves = drafts.map((each) => each.toPlan(read)).filter(({ calls }) => calls.length > 0);
  return {
    waves,
    requests: sum(waves.map(({ requests }) => requests)),
    innerPages: sum(waves.map(({ innerPages }) => innerPages)),
  };

  /** Adds the reads that depend on no other answer. */
  function addRoots(wave: number, pages: readonly PageNeeds[], roots: Roots): void {
    for (const page of pages) addReads(wave, page, 1);
    for (const page of roots.pages) addFirstReferences(wave, page);
    addContactIds(wave, roots.contacts);
    for (const { ids } of roots.companies) draft(wave).ids('companies', ids);
  }

  function addRootFollowers(wave: number, pages: readonly PageNeeds[], { contacts, companies }: Roots): void {
    // What comes along with contacts does so only in a call that travels alone.
    const alone = draft(wave).batchable === 1;
    for (const { query, rows, contact } of pages) {
      const travelsAlone = alone || (query?.offset ?? 0) > 0;
      const included = travelsAlone && rows <= MAX_ROWS_WITH_INCLUDE && bringsCompanies(contact);
      addFollowers(wave, rows, contact, included);
    }
    for (const { ids, contact } of contacts) {
      const rest = readsMultifieldsFirst(contact) ? { ...contact, multifields: null } : contact;
      addFollowers(wave, new Set(ids).size, rest, alone && bringsCompanies(contact));
    }
    for (const { ids, company } of companies) addCompanyFollowers(wave, new Set(ids).size, company);
  }

  /** The calls of a page's first read. */
  function addReads(wave: number, { query, count }: PageNeeds, times: number): void {
    if (query) {
      const innerPages = times * Math.max(1, Math.ceil(query.limit / ROWS_PER_INNER_PAGE));
      draft(wave).add(`/v1/${query.entity.name}`, { calls: times, innerPages, batchable: query.offset === 0 });
    }
    // Those of the operation's own pages may tell each other's totals.
    if (count && wave > 0)
      draft(wave).add('/v1/contacts (total)', { calls: times * askableParts(contactEntity, count).length });
  }

  /** What is read together with a page; each field of an operation decides that on its own. */
  function addFirstReferences(wave: number, { query, rows, contact }: PageNeeds): void {
    if (query && rows > 0 && readsReferencesFirst(contact, query.offset)) addReferences(wave, contact);
  }

  function addContactIds(wave: number, contacts: Roots['contacts']): void {
    for (const { ids, contact } of contacts) {
      draft(wave).ids('contacts', ids);
      if (ids.length > 0 && readsReferencesFirst(contact, 0)) addReferences(wave, contact);
      if (readsMultifieldsFirst(contact)) addMultifields(wave, new Set(ids).size);
    }
  }

  function addMultifields(wave: number, contacts: number): void {
    const innerPages = Math.ceil(contacts / ROWS_PER_INNER_PAGE);
    draft(wave).add('/v1/contacts (get)', { calls: contacts, innerPages });
  }

  function addAggregates(): void {
    const groups = [...new Map(needs.groups.map((one) => [`${one.groupBy} ${filterKey(one.filter)}`, one])).values()];
    const [byValue, aggregates] = partition(groups, ({ records = 0 }) => records > MAX_GROUPED_RECORDS);
    const innerPages = sum(aggregates.map(({ records }) => innerPagesOfGroups(records)));
    draft(0).add('/v1/contacts/aggregate', { calls: aggregates.length, innerPages, batchable: false });
    for (const { groupBy } of byValue) {
      draft(0).reference(groupBy === 'assignedById' ? 'users' : `statuses ${groupBy}`);
      draft(1).add('/v1/contacts (total)', { calls: ASSUMED_VALUES[groupBy] });
    }
    const lists = windows.flatMap(({ query }) => (query?.withTotal ? [query.filter] : []));
    const told = keysOf([...aggregates.map(({ filter }) => filter), ...lists]);
    const counts = [...needs.counts, ...windows.flatMap(({ count }) => (count ? [count] : []))];
    const wanted = keysOf(counts.flatMap((filter) => askableParts(contactEntity, filter)));
    const calls = wanted.difference(told).size;
    // Alone it travels as the aggregate that it is.
    const batchable = calls > 1 || draft(0).batchable > 0;
    draft(0).add(batchable ? '/v1/contacts (total)' : '/v1/contacts/aggregate', { calls, batchable });
  }

  function addReferences(wave: number, { dictionaries, customFields }: ContactNeeds): void {
    for (const name of dictionaries) draft(wave).reference(`statuses ${name}`);
    if (customFields) draft(wave).reference('fields');
  }

  /** What hangs on the contacts of a wave: most of it comes in the next. */
  function addFollowers(wave: number, rows: number, contact: ContactNeeds, included: boolean): void {
    if (rows === 0) return;
    // Those that were read already count once.
    addReferences(wave + 1, contact);
    if (contact.cardUrl) draft(wave + 1).reference('me');
    if (contact.users > 0) draft(wave + 1).unknownIds('users', rows * contact.users);
    if (mayGetMultifields(contact)) addMultifields(wave + 1, rows);
    if (contact.requisites) {
      draft(wave + 1).add('/v1/requisites', { calls: Math.ceil(rows / CONTACTS_PER_REQUISITES_CALL) });
    }
    if (!contact.company) return;
    if (!included) draft(wave + 1).unknownIds('companies', rows);
    addCompanyFollowers(included ? wave : wave + 1, rows, contact.company);
  }

  function addCompanyFollowers(wave: number, companies: number, { users, contacts }: CompanyNeeds): void {
    if (companies === 0) return;
    if (users > 0) draft(wave + 1).unknownIds('users', companies);
    for (const page of distinct(contacts)) {
      addReads(wave + 1, page, companies);
      addFirstReferences(wave + 1, page);
      addFollowers(wave + 1, companies * page.rows, page.contact, false);
    }
  }
}

function keysOf(filters: readonly Filter[]): ReadonlySet<string> {
  return new Set(filters.map(filterKey));
}

/** One wave while it is being planned. */
class Draft {
  readonly #calls = new Map<string, { calls: number; innerPages: number; batchable: boolean }>();
  readonly #ids = new Map<string, Set<number>>();
  readonly #unknownIds = new Map<string, number>();
  readonly #references = new Set<string>();

  /** How many calls there are that can be part of a batch. */
  get batchable(): number {
    return sum(this.#all(new Set()).map((each) => (each.batchable ? each.calls : 0)));
  }

  add(
    endpoint: string,
    { calls, innerPages = calls, batchable = true }: { calls: number; innerPages?: number; batchable?: boolean },
  ): void {
    if (calls === 0) return;
    const key = `${endpoint} ${batchable}`;
    const before = this.#calls.get(key) ?? { calls: 0, innerPages: 0, batchable };
    this.#calls.set(key, { calls: before.calls + calls, innerPages: before.innerPages + innerPages, batchable });
  }

  ids(entity: string, ids: readonly number[]): void {
    this.#ids.set(entity, (this.#ids.get(entity) ?? new Set()).union(new Set(ids)));
  }

  /** Records whose ids only the answers before tell: all may be different. */
  unknownIds(entity: string, count: number): void {
    this.#unknownIds.set(entity, (this.#unknownIds.get(entity) ?? 0) + count);
  }

  /** Something that is read once, however many ask for it. */
  reference(name: string): void {
    this.#references.add(name);
  }

  /** @param read the references of the waves before, to which this wave's are added */
  toPlan(read: Set<string>): WavePlan {
    const all = this.#all(read);
    for (const name of this.#references) read.add(name);
    const batchable = sum(all.filter((each) => each.batchable).map(({ calls }) => calls));
    const alone = sum(all.filter((each) => !each.batchable).map(({ calls }) => calls));
    return {
      requests: Math.ceil(batchable / MAX_CALLS_PER_BATCH) + alone,
      innerPages: sum(all.map(({ innerPages }) => innerPages)),
      calls: all.map(({ endpoint, calls, innerPages }) => ({ endpoint, calls, innerPages })),
    };
  }

  #all(read: ReadonlySet<string>): readonly DraftCalls[] {
    const all: DraftCalls[] = [...this.#calls].map(([key, planned]) => ({
      endpoint: key.slice(0, key.lastIndexOf(' ')),
      ...planned,
    }));
    const add = (endpoint: string, calls: number, batchable = true): void => {
      if (calls > 0) all.push({ endpoint, calls, innerPages: calls, batchable });
    };
    for (const entity of new Set([...this.#ids.keys(), ...this.#unknownIds.keys()])) {
      const count = (this.#ids.get(entity)?.size ?? 0) + (this.#unknownIds.get(entity) ?? 0);
      const ids = entity === 'users' ? Math.min(count, ASSUMED_USERS) : count;
      add(`/v1/${entity} (by id)`, Math.ceil(ids / MAX_IDS_PER_CALL));
    }
    const references = [...this.#references.difference(read)];
    if (references.some((name) => name.startsWith('statuses'))) add('/v1/statuses', 1);
    if (references.includes('users')) add('/v1/users (all)', 1);
    if (references.includes('fields')) add('/v1/contacts/fields', 1);
    if (references.includes('me')) add('/v1/me', 1, false);
    return all;
  }
}

interface DraftCalls {
  readonly endpoint: string;
  readonly calls: number;
  readonly innerPages: number;
  readonly batchable: boolean;
}

/** Pages that begin at the same row are one, as long as the longest, with all that hangs on any of them. */
function distinct(pages: readonly PageNeeds[]): readonly PageNeeds[] {
  const windows = Map.groupBy(pages, ({ query, count }) =>
    query ? windowKey({ ...query, limit: 0 }) : `no rows|${filterKey(count ?? [])}`,
  );
  return [...windows.values()].map((same) => same.reduce(unionOfPages));
}

function unionOfPages(a: PageNeeds, b: PageNeeds): PageNeeds {
  return {
    query: unionOfQueries(a.query, b.query),
    rows: Math.max(a.rows, b.rows),
    count: a.count ?? b.count,
    contact: unionOfContacts(a.contact, b.contact),
  };
}

function unionOfQueries(a: PageNeeds['query'], b: PageNeeds['query']): PageNeeds['query'] {
  if (!a || !b) return a ?? b;
  return { ...a, limit: Math.max(a.limit, b.limit), withTotal: a.withTotal || b.withTotal };
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
    names: [...a.names, ...b.names],
    multifields: a.multifields ?? b.multifields,
  };
}

function partition<T>(
  items: readonly T[],
  belongs: (item: T) => boolean,
): readonly [first: readonly T[], rest: readonly T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
