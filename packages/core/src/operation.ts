import { type CompanyField, type CompanyRow, includedCompany } from './entities/company.ts';
import { checkedPage, type Connection, costOf, type PagingOptions, toConnection } from './pagination/connection.ts';
import { contacts, type ContactRow } from './entities/contact.ts';
import { isCustomFieldName, type SelectableField } from './entities/contact-fields.ts';
import type { Credentials } from './credentials.ts';
import { type CustomField, customFieldsAmong, readCustomField } from './entities/custom-field.ts';
import { checkCustomFieldNames } from './entities/custom-field-names.ts';
import type { FieldDescription } from './entities/field-description.ts';
import { askableParts, type Filter } from './query/filter.ts';
import { countByValue, type GroupReads } from './planning/group-counts.ts';
import { createLoaders, type Loaded } from './planning/loaders.ts';
import { pageKey } from './planning/plan-scope.ts';
import { type OperationPlan, planOperation } from './planning/plan-operation.ts';
import { multifieldIn, type MultifieldName, multifieldOf, type MultifieldValue } from './entities/multifield.ts';
import { readPage } from './pagination/read-page.ts';
import { addUp } from './planning/add-up.ts';
import type { Aggregate, ContactGroup } from './wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from './wire/call.ts';
import {
  namesIn,
  type OperationRequirements,
  type PageRequirements,
  type Requirements,
} from './planning/requirements.ts';
import { OperationBudget, type OperationLimits } from './planning/operation-budget.ts';
import { type GroupField, groupValues, type Read } from './planning/reads.ts';
import { companionsOf, type Knowledge, selectionFor } from './planning/relations.ts';
import { createReporter, type Report } from './planning/report.ts';
import { runWave } from './planning/run-wave.ts';
import type { References } from './planning/references.ts';
import type { Requisite } from './entities/requisite.ts';
import type { DictionaryName, Status } from './entities/status.ts';
import type { CallOptions, Upstream } from './http/upstream.ts';
import type { UserRow } from './entities/user.ts';

/** Everything that one operation of one caller can read. What is asked for at the same time travels together. */
export interface Caller {
  /**
   * A page of contacts.
   * @param each the requirements of each contact, so that they can come along or be read at the same time
   * @throws InvalidArgumentError, BadCursorError before anything is sent, or, for the name of a custom field that the
   *   portal lacks, anything but its field list; UpstreamError
   */
  contacts(args: PageRequirements['args'], each: Requirements): Promise<Connection>;
  /**
   * One contact, or `null` if there is none that this caller may see.
   * @throws InvalidArgumentError for the name of a custom field that the portal lacks; UpstreamError
   */
  contact(id: number, each: Requirements): Promise<ContactRow | null>;
  /**
   * All phones or all e-mails of a contact: those that came with it, or those of a `get` of it; `null` if the contact
   * was deleted in the meantime.
   */
  multifield(contact: ContactRow, field: MultifieldName): Promise<readonly MultifieldValue[] | null>;
  /** The company of a contact: the one that came along with it, or the one of the id. */
  companyOf(contact: ContactRow, id: number | null, each: Requirements): Loaded<CompanyRow | null>;
  /** @throws InvalidArgumentError as {@link Caller.contact} */
  company(id: number, each: Requirements): Loaded<CompanyRow | null>;
  user(id: number | null): Loaded<UserRow | null>;
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
  count(filter: Filter): Promise<number>;
  /** Plans an operation; nothing is sent. */
  plan(requirements: OperationRequirements): OperationPlan;
  /** Reads as planned from here on. To be called before anything is read, with the plan of the same operation. */
  follow(plan: OperationPlan): void;
  /** What was sent so far, if it was to be reported. */
  readonly report: Report | undefined;
}

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
  const loaders = createLoaders({
    run: (wave) => runWave(wave, { upstream, credentials, options, budget, reporter }),
    known,
  });
  const { load, prime } = loaders;
  let pages: OperationPlan['pages'] | undefined;

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
    values: async (field) => {
      const read = groupValues(field);
      return read.kind === 'users' ? load<'users'>(read) : [...(await load<'dictionary'>(read)).keys()];
    },
  };

  /** @param names of custom fields, for which the field list was read */
  function knowledgeWith(names: readonly string[]): Knowledge {
    return {
      multifieldSource: () => known.multifieldSource(),
      isKnown: (read) => (read.kind === 'fields' && names.length > 0) || loaders.isKnown(read),
    };
  }

  /** Takes a read ahead of its use: a failure is reported where its value is used, and only there. */
  function loadAhead(read: Read): void {
    const value: unknown = load(read);
    if (value instanceof Promise) value.catch(() => undefined);
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
    async contacts(args, required) {
      const { request: checked, codec } = checkedPage({ ...args, fields: new Set() }, paging);
      const { query: first, rows } = costOf(checked, paging);
      const names = first && rows > 0 ? namesIn(required) : [];
      const own = names.length > 0 ? await resolveNames(names) : undefined;
      // Pages that begin at one row are read as one.
      const each = (first && pages?.get(pageKey(first, names.length > 0))) ?? required;
      const knowledge = knowledgeWith(names);
      const { includeCompany, ahead } = companionsOf(each, first?.offset ?? 0, knowledge);
      if (rows > 0) ahead.forEach(loadAhead);
      const fields = withOwnNames(selectionFor(required, knowledge), own);
      const page = await readPage(
        { ...checked, fields },
        {
          list: async (query) => load<'list'>({ kind: 'list', query, includeCompany }),
          count,
        },
        paging,
      );
      return toConnection(page, codec);
    },
    async contact(id, each) {
      const names = namesIn(each);
      const own = names.length > 0 ? await resolveNames(names) : undefined;
      const knowledge = knowledgeWith(names);
      const { includeCompany, ahead, multifieldsAhead } = companionsOf(each, 0, knowledge);
      ahead.forEach(loadAhead);
      if (multifieldsAhead) loadAhead({ kind: 'multifields', contactId: id });
      const fields = withOwnNames(selectionFor(each, knowledge), own);
      return load<'contact'>({ kind: 'contact', id, fields, includeCompany });
    },
    async multifield(contact, field) {
      const values = multifieldIn(contact, field);
      if (values) return values;
      const full = await load<'multifields'>({ kind: 'multifields', contactId: contact.id });
      return full && multifieldOf(full, field);
    },
    companyOf(contact, id, { fields }) {
      const included = includedCompany(contact, id);
      if (included) prime(included);
      if (included !== undefined) return included;
      return id === null ? null : load<'company'>({ kind: 'company', id, fields: fields as ReadonlySet<CompanyField> });
    },
    company(id, each) {
      const names = namesIn(each);
      const fields = each.fields as ReadonlySet<CompanyField>;
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
    count,
    plan: (requirements) =>
      planOperation(requirements, {
        costOf: (args) => costOf(checkedPage(args, paging).request, paging),
        multifieldSource: () => known.multifieldSource(),
        groupedRecords: (filter) => known.groupedRecords(filter),
      }),
    follow(plan) {
      pages = plan.pages;
      loaders.follow(plan);
    },
    report: reporter,
  };
}

/** The fields to select, with the portal's own names of custom fields; without those, no custom field is selected by name. */
function withOwnNames(
  fields: ReadonlySet<string>,
  own: ReadonlyMap<string, SelectableField> | undefined,
): ReadonlySet<SelectableField> {
  const selected = [...fields].flatMap((field) => (isCustomFieldName(field) ? (own?.get(field) ?? []) : field));
  return new Set(selected as readonly SelectableField[]);
}

/** Makes something out of a value that is known, or on its way. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
