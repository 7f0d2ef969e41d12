import { type CompanyField, type CompanyRow, includedCompany } from './entities/company.ts';
import {
  checkedPage,
  type Connection,
  type ConnectionArgs,
  costOf,
  type PageCost,
  type PagingOptions,
  toConnection,
} from './pagination/connection.ts';
import { contacts, type ContactRow } from './entities/contact.ts';
import { isCustomFieldName, type SelectableField } from './entities/contact-fields.ts';
import type { Credentials } from './credentials.ts';
import { type CustomField, customFieldsAmong, readCustomField } from './entities/custom-field.ts';
import { checkCustomFieldNames } from './entities/custom-field-names.ts';
import type { FieldDescription } from './entities/field-description.ts';
import { askableParts, type Filter } from './query/filter.ts';
import { countByValue, type GroupReads } from './planning/group-counts.ts';
import { createLoaders, type Loaded } from './planning/loaders.ts';
import {
  multifieldIn,
  type MultifieldName,
  multifieldOf,
  type MultifieldSource,
  type MultifieldValue,
} from './entities/multifield.ts';
import { readPage } from './pagination/read-page.ts';
import { addUp } from './planning/add-up.ts';
import type { Aggregate, ContactGroup } from './wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from './wire/call.ts';
import { type CompanyNeeds, type ContactNeeds, namesIn } from './planning/requirements.ts';
import { OperationBudget, type OperationLimits } from './planning/operation-budget.ts';
import type { GroupField } from './planning/reads.ts';
import { bringsCompanies, readsMultifieldsFirst, readsReferencesFirst } from './planning/relations.ts';
import { createReporter, type Report } from './planning/report.ts';
import { runWave } from './planning/run-wave.ts';
import type { References } from './planning/references.ts';
import type { Requisite } from './entities/requisite.ts';
import type { DictionaryName, Status } from './entities/status.ts';
import type { CallOptions, Upstream } from './http/upstream.ts';
import type { User } from './entities/user.ts';

/** Everything that one operation of one caller can read. What is asked for at the same time travels together. */
export interface Caller {
  /**
   * A page of contacts.
   * @param needs what is going to be asked of each contact, so that it can come along or be read at the same time
   * @throws InvalidArgumentError, BadCursorError before anything is sent, or, for the name of a custom field that the
   *   portal lacks, anything but its field list; UpstreamError
   */
  contacts(args: ConnectionArgs, needs: ContactNeeds): Promise<Connection>;
  /**
   * One contact, or `null` if there is none that this caller may see.
   * @throws InvalidArgumentError for the name of a custom field that the portal lacks; UpstreamError
   */
  contact(id: number, fields: ReadonlySet<SelectableField>, needs: ContactNeeds): Promise<ContactRow | null>;
  /**
   * All phones or all e-mails of a contact: those that came with it, or those of a `get` of it; `null` if the contact
   * was deleted in the meantime.
   */
  multifield(contact: ContactRow, field: MultifieldName): Promise<readonly MultifieldValue[] | null>;
  /** The source of the values of {@link Caller.multifield}, as far as it is known. */
  multifieldSource(): MultifieldSource;
  /** The company of a contact: the one that came along with it, or the one of the id. */
  companyOf(contact: ContactRow, id: number | null, fields: ReadonlySet<CompanyField>): Loaded<CompanyRow | null>;
  /** @param needs what is going to be asked of the company. @throws InvalidArgumentError as {@link Caller.contact} */
  company(id: number, fields: ReadonlySet<CompanyField>, needs: CompanyNeeds): Loaded<CompanyRow | null>;
  user(id: number | null): Loaded<User | null>;
  /** What a code means in the portal; `null` for none, and for one that its dictionary no longer has. */
  status(dictionary: DictionaryName, code: string | null): Loaded<Status | null>;
  requisites(contactId: number): Loaded<readonly Requisite[]>;
  /** Custom fields of a contact; all where no names are given. @throws InvalidArgumentError for one that the portal lacks */
  customFields(contact: ContactRow, names: readonly string[] | null): Promise<readonly CustomField[]>;
  /** The contact's page in Bitrix24 itself (list-contacts.txt, "The card URL"). */
  cardUrl(contactId: number): Loaded<string>;
  /** The portal's list of contact fields. */
  contactFields(): Loaded<readonly FieldDescription[]>;
  /**
   * Counts contacts by a field, exactly.
   * @throws InvalidArgumentError for more than 5,000 contacts and a field with too many values; UpstreamError
   */
  groups(filter: Filter, groupBy: GroupField): Promise<readonly ContactGroup[]>;
  /** The number of contacts that passed a filter when they were last grouped, if it is known; for planning. */
  groupedRecords(filter: Filter): number | undefined;
  count(filter: Filter): Promise<number>;
  /**
   * What a page takes, for planning.
   * @throws InvalidArgumentError, BadCursorError
   */
  costOf(args: ConnectionArgs): PageCost;
  /** What was sent so far, if it was to be reported. */
  readonly report: Report | undefined;
}

/** The dictionaries of the fields that contacts are grouped by. */
const groupDictionaries = { typeId: 'CONTACT_TYPE', sourceId: 'SOURCE' } as const satisfies Record<
  Exclude<GroupField, 'assignedById'>,
  DictionaryName
>;

/** What all callers have in common. */
export interface CallerOptions {
  readonly upstream: Upstream;
  readonly references: References;
  readonly paging: PagingOptions;
}

export interface OperationOptions extends CallOptions {
  /** The requests that the operation may send. Default: no limit. */
  readonly limits?: OperationLimits;
  /** Whether {@link Caller.report} is wanted. */
  readonly reports?: boolean;
}

/**
 * The view of one caller for the time of one operation: loaders are made here, and nothing of them is kept.
 * @example
 * const caller = createCaller({ upstream, references, paging }, { apiKey }, { signal });
 * const user = await caller.user(1);
 */
export function createCaller(
  { upstream, references, paging }: CallerOptions,
  credentials: Credentials,
  { reports = false, limits, ...options }: OperationOptions = {},
): Caller {
  const reporter = reports ? createReporter(upstream.url, credentials) : undefined;
  const known = references.of(credentials);
  const budget = limits && new OperationBudget(limits);
  const { load, learnCompany, isKnown } = createLoaders({
    run: (wave) => runWave(wave, { upstream, credentials, options, budget, reporter }),
    known,
  });

  /** Asks for what does not depend on the contacts in the same wave as for the contacts, where that saves one. */
  function readReferencesOf(needs: ContactNeeds, offset: number): void {
    if (!readsReferencesFirst(needs, offset)) return;
    for (const name of needs.dictionaries) ahead(load<'dictionary'>({ kind: 'dictionary', name }));
    if (needs.customFields) ahead(load<'fields'>({ kind: 'fields' }));
  }

  async function count(filter: Filter): Promise<number> {
    return sumOfParts(filter, async (part) => (await load<'count'>({ kind: 'count', filter: part })) ?? ownCount(part));
  }

  /** A list's total or a plain count, both of which are exact at any size (contract §11.4). */
  async function ownCount(filter: Filter): Promise<number> {
    return sumOfParts(filter, async (part) => {
      const own = await load<'count'>({ kind: 'count', filter: part, own: true });
      if (own === null) throw new TypeError('A count of its own was planned as part of an aggregate with groups.');
      return own;
    });
  }

  async function sumOfParts(filter: Filter, countOf: (part: Filter) => Promise<number>): Promise<number> {
    const counts = await Promise.all(askableParts(contacts, filter).map(countOf));
    return counts.reduce((total, part) => total + part, 0);
  }

  async function groupsOf(filter: Filter, groupBy: GroupField): Promise<Aggregate> {
    const records = known.groupedRecords(filter);
    // An aggregate of more would take a hundred reads of the upstream and be of a part of them.
    const counted =
      records !== undefined && records > MAX_GROUPED_RECORDS
        ? null
        : await load<'groups'>({ kind: 'groups', filter, groupBy, records });
    const aggregate = counted ?? (await countByValue(filter, groupBy, groupReads));
    known.learnGroupedRecords(filter, aggregate.count);
    return aggregate;
  }

  const groupReads: GroupReads = {
    count: ownCount,
    values: async (field) =>
      field === 'assignedById'
        ? load<'users'>({ kind: 'users' })
        : [...(await load<'dictionary'>({ kind: 'dictionary', name: groupDictionaries[field] })).keys()],
  };

  /** @param names of custom fields, for which the field list was read */
  function withoutKnown(needs: ContactNeeds, names: readonly string[]): ContactNeeds {
    return {
      ...needs,
      dictionaries: needs.dictionaries.filter((name) => !isKnown({ kind: 'dictionary', name })),
      customFields: needs.customFields && names.length === 0 && !isKnown({ kind: 'fields' }),
    };
  }

  /** The portal's custom fields. */
  async function portalFields() {
    return customFieldsAmong(await load<'fields'>({ kind: 'fields' }));
  }

  /**
   * Reads the field list where custom fields are named, anywhere below: names are refused before anything else is sent,
   * and the portal's own are selected. Without the list, the values are errors where they are read, and all else stays.
   * @returns the portal's own names; `undefined` if none are asked for, or the list cannot be had
   */
  async function resolveNames(names: readonly string[]): Promise<ReadonlyMap<string, SelectableField> | undefined> {
    checkCustomFieldNames(names);
    const portal = await portalFields().catch(() => undefined);
    return portal && new Map(names.map((name) => [name, portal.find(name).name]));
  }

  return {
    async contacts(args, needs) {
      const checked = checkedPage(args, paging);
      const { codec } = checked;
      const { query: first, rows } = costOf(checked.request, paging);
      const names = first && rows > 0 ? namesIn(needs) : [];
      const own = names.length > 0 ? await resolveNames(names) : undefined;
      const request = { ...checked.request, fields: withOwnNames(checked.request.fields, own) };
      const unknown = withoutKnown(needs, names);
      if (first && rows > 0) readReferencesOf(unknown, first.offset);
      const includeCompany = bringsCompanies(unknown);
      const page = await readPage(
        request,
        {
          list: async (query) => load<'list'>({ kind: 'list', query, includeCompany }),
          count,
        },
        paging,
      );
      return toConnection(page, codec);
    },
    async contact(id, fields, needs) {
      const names = namesIn(needs);
      const own = names.length > 0 ? await resolveNames(names) : undefined;
      const unknown = withoutKnown(needs, names);
      readReferencesOf(unknown, 0);
      if (readsMultifieldsFirst(unknown)) ahead(load<'multifields'>({ kind: 'multifields', contactId: id }));
      return load<'contact'>({
        kind: 'contact',
        id,
        fields: withOwnNames(fields, own),
        includeCompany: bringsCompanies(unknown),
      });
    },
    async multifield(contact, field) {
      const values = multifieldIn(contact, field);
      if (values) return values;
      const full = await load<'multifields'>({ kind: 'multifields', contactId: contact.id });
      return full && multifieldOf(full, field);
    },
    multifieldSource: () => known.multifieldSource(),
    companyOf(contact, id, fields) {
      const included = includedCompany(contact, id);
      if (included) learnCompany(included);
      if (included !== undefined) return included;
      return id === null ? null : load<'company'>({ kind: 'company', id, fields });
    },
    company(id, fields, needs) {
      const names = namesIn({ names: [], company: needs });
      const read = () => load<'company'>({ kind: 'company', id, fields });
      return names.length > 0 ? resolveNames(names).then(read) : read();
    },
    user: (id) => (id === null ? null : load<'user'>({ kind: 'user', id })),
    status(name, code) {
      if (code === null) return null;
      const dictionary = load<'dictionary'>({ kind: 'dictionary', name });
      return then(dictionary, (entries) => entries.get(code) ?? null);
    },
    requisites: (contactId) => load<'requisites'>({ kind: 'requisites', contactId }),
    async customFields(contact, names) {
      const portal = await portalFields();
      const wanted = names?.map((name) => portal.find(name)) ?? portal.descriptions;
      return wanted.map((description) => readCustomField(contact, description, portal));
    },
    cardUrl: (contactId) =>
      then(load<'portal'>({ kind: 'portal' }), (portal) => `https://${portal}/crm/contact/details/${contactId}/`),
    contactFields: () => load<'fields'>({ kind: 'fields' }),
    async groups(filter, groupBy) {
      const parts = askableParts(contacts, filter).map((part) => groupsOf(part, groupBy));
      return addUp(await Promise.all(parts)).groups;
    },
    groupedRecords: (filter) => known.groupedRecords(filter),
    count,
    costOf: (args) => costOf(checkedPage(args, paging).request, paging),
    report: reporter,
  };
}

/** The fields to select, with the portal's own names of custom fields; without those, no custom field is selected by name. */
function withOwnNames<F extends string>(
  fields: ReadonlySet<F>,
  own: ReadonlyMap<string, SelectableField> | undefined,
): ReadonlySet<F | SelectableField> {
  return new Set<F | SelectableField>(
    [...fields].flatMap((field) => (isCustomFieldName(field) ? (own?.get(field) ?? []) : field)),
  );
}

/** Takes a read ahead of its use: a failure is reported where its value is used, and only there. */
function ahead(read: unknown): void {
  if (read instanceof Promise) read.catch(() => undefined);
}

/** Makes something out of a value that is known, or on its way. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
