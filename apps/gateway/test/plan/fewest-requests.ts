import {
  type FilterName,
  filters,
  type OnCompany,
  type OnContact,
  type Operation,
  type PageField,
} from './operation.ts';
import type { PortalTables, Row } from './portal-tables.ts';

/** The knowledge so far, and the records that came last. */
interface State {
  readonly users: ReadonlySet<number>;
  /** Other reads that are made once: the requisites of a contact, a page of a company, a count, a dictionary. */
  readonly once: ReadonlySet<string>;
  /** Companies: each is read once, with all that the operation selects on companies. */
  readonly companies: ReadonlySet<number>;
  readonly wantsPortal: boolean;
  /** The selections of each of the last round's lists of contacts, whether or not they found any. */
  readonly asked: readonly (readonly OnContact[])[];
  readonly contacts: readonly (readonly [Row, OnContact])[];
  readonly companiesHere: readonly (readonly [Row, OnCompany])[];
  /** The parts that name custom fields and wait for the field list of the first round. */
  readonly waiting?: Waiting | undefined;
}

/** Lists of the second round, and the rows that they find. */
interface Waiting extends Pick<State, 'asked' | 'contacts' | 'companiesHere'> {
  readonly lists: number;
}

const PER_BATCH = 50;
const PER_LIST = 50;
const CONTACTS_PER_REQUISITES = 20;

/**
 * Returns the fewest requests that can execute an operation, counted from the tables, round by round. Relations of the rows of
 * a round are read in the next one, and no read waits for more rows than it needs. All calls of a batch cost one request a
 * round. A company costs none if it comes along with the only call of a round. A read that depends on no rows costs a request
 * only if there is no batch. A read with names of custom fields begins a round later, since the field list is needed first.
 */
export function fewestRequests(operation: Operation, tables: PortalTables): number {
  const passing = (name: FilterName): readonly Row[] => tables.contacts.filter(filters[name][1]);
  const { users, aggregates } = operation;
  const [named, pages] = parted(operation.pages, ({ first, on }) => first > 0 && hasNames(on));
  const [namedContacts, contacts] = parted(operation.contacts, ({ on }) => hasNames(on));
  const [namedCompanies, companies] = parted(operation.companies, ({ on }) => companyHasNames(on));

  const windows = windowsOf(pages).length;
  const groups = new Set(aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [`${filter} ${groupBy}`] : [])));
  const told = new Set([
    ...aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [filter] : [])),
    ...pages.flatMap(({ filter, first, totalCount }) => (first > 0 && totalCount ? [filter] : [])),
  ]);
  const counts = new Set([
    ...aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [] : [filter])),
    ...pages.flatMap(({ filter, first, totalCount }) => (first === 0 && totalCount ? [filter] : [])),
  ]).difference(told);
  const ids = new Set(contacts.flatMap(idsOf));
  const companyIds = new Set(companies.map(({ id }) => id));
  const waits = named.length + namedContacts.length + namedCompanies.length > 0;
  const fields = operation.contactFields || waits;
  const lists = windows + lists50(ids.size);
  const calls = lists + counts.size + lists50(companyIds.size) + lists50(new Set(users).size) + (fields ? 1 : 0);

  const found = (of: readonly PageField[], byId: Operation['contacts']) => [
    ...of.flatMap((page) => rowsOf(passing(page.filter), page).map((row) => [row, page.on] as const)),
    ...byId.flatMap((field) =>
      idsOf(field).flatMap((id) => withId(tables.contacts, id).map((row) => [row, field.on] as const)),
    ),
  ];
  const companiesFound = (of: Operation['companies']) =>
    of.flatMap(({ id, on }) => withId(tables.companies, id).map((row) => [row, on] as const));
  const state: State = {
    users: new Set(users),
    once: new Set(),
    companies: companyIds,
    wantsPortal: false,
    asked: askedOf(pages, contacts),
    contacts: found(pages, contacts),
    companiesHere: companiesFound(companies),
    waiting: waits
      ? {
          lists: windowsOf(named).length + lists50(new Set(namedContacts.flatMap(idsOf)).size),
          asked: askedOf(named, namedContacts),
          contacts: found(named, namedContacts),
          companiesHere: companiesFound(namedCompanies),
        }
      : undefined,
  };
  // Sources and field lists that are read with the first contacts are in the same batch.
  return (
    batches(calls) + groups.size + rest(state, tables, { lone: lists === 1 && calls === 1, carries: calls > 0, fields })
  );
}

/** The round before: true if one list of contacts was sent alone, and if a batch could have held references. */
interface Before {
  readonly lone: boolean;
  readonly carries: boolean;
  readonly fields: boolean;
}

function rest(state: State, tables: PortalTables, before: Before): number {
  if (before.lone && state.contacts.some(([, on]) => bets(on))) return next(state, tables, before, true);
  const plain = next(state, tables, before, false);
  return before.lone && state.contacts.some(([, on]) => on.company)
    ? Math.min(plain, next(state, tables, before, true))
    : plain;
}

function next(state: State, tables: PortalTables, before: Before, included: boolean): number {
  const { contacts, waiting } = state;
  // A list with companies is not a batch, and holds no other calls.
  const carries = before.carries && !included;
  const carried = state.asked.flatMap((list) => (carries && !list.some(bets) ? list.flatMap(referencesOf) : []));
  const references = new Set(contacts.flatMap(([, on]) => referencesOf(on)));
  // A dictionary that was not read ahead is read for its codes only; it is planned even if there are none.
  const isNeeded = contacts.some(([, on]) => bets(on))
    ? ([row, on]: readonly [Row, OnContact]) => referencesOf(on).filter((name) => row[codeOf(name)] !== null)
    : ([, on]: readonly [Row, OnContact]) => referencesOf(on);
  const late = new Set(contacts.flatMap(isNeeded))
    .difference(new Set([...carried, ...(before.fields ? ['fields'] : [])]))
    .difference(state.once);
  const wantsPortal = state.wantsPortal || contacts.some(([, on]) => on.cardUrl);

  const linked = contacts.flatMap(([row, on]) =>
    on.company
      ? withId(tables.companies, row['companyId']).map((company) => [company, on.company as OnCompany] as const)
      : [],
  );
  const known = state.companies.union(new Set(included ? linked.map(([{ id }]) => id) : []));
  const isHere = ([{ id }]: readonly [Row, OnCompany]): boolean => known.has(id);
  const here = [...state.companiesHere, ...linked.filter(isHere)];
  const waitingHere = (waiting?.companiesHere ?? []).filter(isHere);
  const away = [
    ...linked.filter((one) => !isHere(one)),
    ...(waiting?.companiesHere ?? []).filter((one) => !isHere(one)),
  ];

  const users = new Set([
    ...contacts.flatMap(([row, on]) =>
      on.users.map((name) => row[name === 'assignedBy' ? 'assignedById' : name] as number),
    ),
    ...here.flatMap(([row, on]) => (on.assignedBy ? [row['assignedById'] as number] : [])),
  ]).difference(state.users);
  const requisites = new Set(contacts.flatMap(([row, on]) => (on.requisites ? [`requisites ${row.id}`] : [])));

  const nested = here.flatMap(([company, { contacts: page }]) => (page ? [[company, page] as const] : []));
  const reads = new Set(nested.flatMap(([{ id }, page]) => (page.first > 0 ? [pageKey(id, page)] : [])));
  const windows = new Set(
    nested.flatMap(([{ id }, page]) =>
      page.first > 0 && !state.once.has(pageKey(id, page)) ? [`${id} ${page.descending}`] : [],
    ),
  );
  const told = new Set(nested.flatMap(([{ id }, page]) => (page.first > 0 && page.totalCount ? [id] : [])));
  const counted = new Set(nested.flatMap(([{ id }, page]) => (page.first === 0 && page.totalCount ? [id] : [])));
  const counts = new Set([...counted.difference(told)].map((id) => `count ${id}`)).difference(state.once);
  const calls =
    lists50(users.size) +
    lists50(new Set(away.map(([{ id }]) => id)).size) +
    Math.ceil(requisites.difference(state.once).size / CONTACTS_PER_REQUISITES) +
    windows.size +
    counts.size +
    (waiting?.lists ?? 0);

  if (calls === 0) {
    return (late.size > 0 ? 1 : 0) + (wantsPortal ? 1 : 0);
  }
  const after: State = {
    users: state.users.union(users),
    asked: [...nested.flatMap(([, page]) => (page.first > 0 ? [[page.on]] : [])), ...(waiting?.asked ?? [])],
    once: new Set([
      ...state.once,
      ...carried,
      ...references,
      ...requisites,
      ...reads,
      ...[...counted].map((id) => `count ${id}`),
    ]),
    companies: known.union(new Set(away.map(([{ id }]) => id))),
    wantsPortal,
    contacts: [
      ...nested.flatMap(([company, page]) =>
        rowsOf(
          tables.contacts.filter(({ companyId }) => companyId === company.id),
          page,
        ).map((row) => [row, page.on] as const),
      ),
      ...(waiting?.contacts ?? []),
    ],
    companiesHere: [...away, ...waitingHere],
  };
  const lone = waiting?.lists === 1 && calls === 1 && late.size === 0;
  return batches(calls) + rest(after, tables, { lone, carries: true, fields: true });
}

/**
 * Returns true for contacts whose company is assumed to exist before they are read. That is so if they have further relations:
 * companies then come along if possible, and the other relations wait for that.
 */
function bets({ company }: OnContact): boolean {
  return company !== null && (company.assignedBy || company.contacts !== null);
}

function referencesOf({ dictionaries, customFields }: OnContact): readonly string[] {
  return [...dictionaries, ...(customFields === null ? [] : ['fields'])];
}

function codeOf(reference: string): string {
  return reference === 'source' || reference === 'type' ? `${reference}Id` : reference;
}

function rowsOf(rows: readonly Row[], { descending, first }: Omit<PageField, 'filter'>): readonly Row[] {
  return (descending ? rows.toReversed() : rows).slice(0, first);
}

function withId(rows: readonly Row[], id: unknown): readonly Row[] {
  return rows.filter((row) => row.id === id);
}

function lists50(ids: number): number {
  return Math.ceil(ids / PER_LIST);
}

function batches(calls: number): number {
  return Math.ceil(calls / PER_BATCH);
}

function askedOf(pages: readonly PageField[], contacts: Operation['contacts']): State['asked'] {
  return [...windowsOf(pages), ...contacts.map((one) => [one])].map((list) => list.map(({ on }) => on));
}

/** Returns the pages by their first rows: each group is one list. */
function windowsOf(pages: readonly PageField[]): readonly (readonly PageField[])[] {
  const rows = pages.filter(({ first }) => first > 0);
  return [...Map.groupBy(rows, ({ filter, descending }) => `${filter} ${descending}`).values()];
}

function idsOf({ ids, form }: Operation['contacts'][number]): readonly number[] {
  return form === 'contact' ? ids.slice(0, 1) : ids;
}

function hasNames({ customFields, company }: OnContact): boolean {
  return Array.isArray(customFields) || (company !== null && companyHasNames(company));
}

function companyHasNames({ contacts }: OnCompany): boolean {
  return contacts !== null && contacts.first > 0 && hasNames(contacts.on);
}

function parted<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

/** Returns a text that is equal for pages of a company that are one read: of the same rows, with the same fields. */
function pageKey(companyId: number, { first, descending, totalCount, on }: NonNullable<OnCompany['contacts']>): string {
  const fields = [
    ...on.leaves.flatMap((leaf) => (/^(?:phones|emails|websites) /.test(leaf) ? [leaf, '*'] : [leaf])),
    ...on.users.map((name) => (name === 'assignedBy' ? 'assignedById' : name)),
    ...on.dictionaries,
    ...(on.customFields === 'all' ? ['*'] : (on.customFields ?? [])),
  ];
  return `page ${companyId} ${first} ${descending} ${totalCount} ${[...new Set(fields)].toSorted().join()}`;
}
