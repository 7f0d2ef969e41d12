import {
  type FilterName,
  filters,
  type OnCompany,
  type OnContact,
  type Operation,
  type PageField,
} from './operation.ts';
import type { PortalTables, Row } from './portal-tables.ts';

/** What is known so far, and what the records that came last lead to. */
interface State {
  readonly users: ReadonlySet<number>;
  /** Companies and which of their fields. */
  readonly companies: ReadonlyMap<number, ReadonlySet<string>>;
  readonly wantsPortal: boolean;
  readonly contacts: readonly (readonly [Row, OnContact])[];
  readonly companiesHere: readonly (readonly [Row, OnCompany])[];
}

const PER_BATCH = 50;
const PER_LIST = 50;
const CONTACTS_PER_REQUISITES = 20;

/**
 * The fewest requests that can answer an operation, counted from the tables, round by round: what the rows of a round
 * lead to is read in the next one, and no read waits longer than for the rows that it needs. Everything that a batch can
 * carry costs one request a round; a company costs none where it comes along with the only call of a round; what depends
 * on no rows costs a request only where no batch is to be had.
 */
export function fewestRequests(operation: Operation, tables: PortalTables): number {
  const passing = (name: FilterName): readonly Row[] => tables.contacts.filter(filters[name][1]);
  const { pages, contacts, companies, users, aggregates } = operation;

  const windows = Map.groupBy(
    pages.filter(({ first }) => first > 0),
    ({ filter, descending }) => `${filter} ${descending}`,
  );
  const groups = new Set(aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [`${filter} ${groupBy}`] : [])));
  const told = new Set([
    ...aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [filter] : [])),
    ...pages.flatMap(({ filter, first, totalCount }) => (first > 0 && totalCount ? [filter] : [])),
  ]);
  const counts = new Set([
    ...aggregates.flatMap(({ filter, groupBy }) => (groupBy ? [] : [filter])),
    ...pages.flatMap(({ filter, first, totalCount }) => (first === 0 && totalCount ? [filter] : [])),
  ]).difference(told);
  const ids = new Set(contacts.flatMap((field) => (field.form === 'contact' ? field.ids.slice(0, 1) : field.ids)));
  const companyIds = new Set(companies.map(({ id }) => id));
  const lists = windows.size + lists50(ids.size);
  const calls =
    lists + counts.size + lists50(companyIds.size) + lists50(new Set(users).size) + (operation.contactFields ? 1 : 0);

  const found = [
    ...pages.flatMap((page) => rowsOf(passing(page.filter), page).map((row) => [row, page.on] as const)),
    ...contacts.flatMap(({ ids: wanted, form, on }) =>
      (form === 'contact' ? wanted.slice(0, 1) : wanted).flatMap((id) =>
        withId(tables.contacts, id).map((row) => [row, on] as const),
      ),
    ),
  ];
  const companiesFound = companies.flatMap(({ id, on }) =>
    withId(tables.companies, id).map((row) => [row, on] as const),
  );
  const state: State = {
    users: new Set(users),
    companies: new Map(companies.map(({ id, on }) => [id, fieldsOf(on)])),
    wantsPortal: false,
    contacts: found,
    companiesHere: companiesFound,
  };
  // Sources and field lists that are read with the first contacts ride in their batch.
  return (
    batches(calls) +
    groups.size +
    rest(state, tables, { lone: lists === 1 && calls === 1, carries: calls > 0, fields: operation.contactFields })
  );
}

/** What went before: whether one list of contacts travelled alone, and whether a batch could have carried references. */
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
  const { contacts } = state;
  // A list that brings companies along is no batch, and carries nothing else.
  const carries = before.carries && !included;
  const carried = contacts.flatMap(([, on]) => (carries && !bets(on) ? referencesOf(on) : []));
  const late = new Set(contacts.flatMap(([, on]) => referencesOf(on))).difference(
    new Set([...carried, ...(before.fields ? ['fields'] : [])]),
  );
  const wantsPortal = state.wantsPortal || contacts.some(([, on]) => on.cardUrl);

  const linked = contacts.flatMap(([row, on]) =>
    on.company
      ? withId(tables.companies, row['companyId']).map((company) => [company, on.company as OnCompany] as const)
      : [],
  );
  const known = new Map(state.companies);
  if (included) for (const [company] of linked) known.set(company.id, everything);
  const isHere = ([{ id }, on]: readonly [Row, OnCompany]): boolean =>
    known.has(id) && fieldsOf(on).isSubsetOf(known.get(id) ?? nothing);
  const here = [...state.companiesHere, ...linked.filter(isHere)];
  const away = linked.filter((one) => !isHere(one));
  for (const [{ id }, on] of away) known.set(id, fieldsOf(on).union(known.get(id) ?? nothing));

  const users = new Set([
    ...contacts.flatMap(([row, on]) =>
      on.users.map((name) => row[name === 'assignedBy' ? 'assignedById' : name] as number),
    ),
    ...here.flatMap(([row, on]) => (on.assignedBy ? [row['assignedById'] as number] : [])),
  ]).difference(state.users);
  const requisites = new Set(contacts.flatMap(([row, on]) => (on.requisites ? [row.id] : [])));

  const nested = here.flatMap(([company, { contacts: page }]) => (page ? [[company, page] as const] : []));
  const windows = new Set(nested.flatMap(([{ id }, page]) => (page.first > 0 ? [`${id} ${page.descending}`] : [])));
  const told = new Set(nested.flatMap(([{ id }, page]) => (page.first > 0 && page.totalCount ? [id] : [])));
  const counts = new Set(
    nested.flatMap(([{ id }, page]) => (page.first === 0 && page.totalCount ? [id] : [])),
  ).difference(told);
  const calls =
    lists50(users.size) +
    lists50(new Set(away.map(([{ id }]) => id)).size) +
    Math.ceil(requisites.size / CONTACTS_PER_REQUISITES) +
    windows.size +
    counts.size;

  if (calls === 0) {
    return (late.size > 0 ? 1 : 0) + (wantsPortal ? 1 : 0);
  }
  const after: State = {
    users: state.users.union(users),
    companies: known,
    wantsPortal,
    contacts: nested.flatMap(([company, page]) =>
      rowsOf(
        tables.contacts.filter(({ companyId }) => companyId === company.id),
        page,
      ).map((row) => [row, page.on] as const),
    ),
    companiesHere: away,
  };
  return batches(calls) + rest(after, tables, { lone: false, carries: true, fields: true });
}

/**
 * Whether there are companies is not known before their contacts: where more hangs on them, it is taken for granted, so
 * that they come along if they can, and everything else of the contacts waits for that.
 */
function bets({ company }: OnContact): boolean {
  return company !== null && (company.assignedBy || company.contacts !== null);
}

const everything: ReadonlySet<string> = new Set(['title', 'email', 'industry', 'assignedById']);
const nothing: ReadonlySet<string> = new Set();

function fieldsOf({ leaves, assignedBy }: OnCompany): ReadonlySet<string> {
  return new Set([...leaves, ...(assignedBy ? ['assignedById'] : [])]);
}

function referencesOf({ dictionaries, customFields }: OnContact): readonly string[] {
  return [...dictionaries, ...(customFields === null ? [] : ['fields'])];
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
