import { type CompanyField, type CompanyRow, includedCompany } from './company.ts';
import {
  checkedPage,
  type ConnectionArgs,
  type ContactConnection,
  costOf,
  type PageCost,
  type PagingOptions,
  toConnection,
} from './connection.ts';
import type { ContactRow } from './contact.ts';
import type { CustomFieldName, SelectableField } from './contact-fields.ts';
import type { Credentials } from './credentials.ts';
import { type CustomField, customFieldsAmong, readCustomField, sameCustomField } from './custom-field.ts';
import { InvalidArgumentError } from './errors.ts';
import type { FieldDescription } from './field-description.ts';
import type { ContactFilter } from './filter.ts';
import { countByValue, type GroupReads } from './group-counts.ts';
import { createLoaders, type Loaded } from './loaders.ts';
import {
  multifieldIn,
  type MultifieldName,
  multifieldOf,
  type MultifieldSource,
  type MultifieldValue,
} from './multifield.ts';
import { readPage } from './pages/read-page.ts';
import type { ContactGroup } from './plan/aggregate.ts';
import { MAX_GROUPED_RECORDS } from './plan/call.ts';
import type { ContactNeeds } from './plan/needs.ts';
import type { GroupField } from './plan/reads.ts';
import { bringsCompanies, readsMultifieldsFirst, readsReferencesFirst } from './plan/relations.ts';
import { createReporter, type Report } from './plan/report.ts';
import { runWave } from './plan/run-wave.ts';
import type { References } from './references.ts';
import type { Requisite } from './requisite.ts';
import type { DictionaryName, Status } from './status.ts';
import type { CallOptions, Upstream } from './upstream.ts';
import type { User } from './user.ts';

/** Everything that one operation of one caller can read. What is asked for at the same time travels together. */
export interface Caller {
  /**
   * A page of contacts.
   * @param needs what is going to be asked of each contact, so that it can come along or be read at the same time
   * @throws InvalidArgumentError, BadCursorError before anything is sent; UpstreamError
   */
  contacts(args: ConnectionArgs, needs: ContactNeeds): Promise<ContactConnection>;
  /** One contact, or `null` if there is none that this caller may see. */
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
  company(id: number, fields: ReadonlySet<CompanyField>): Loaded<CompanyRow | null>;
  user(id: number | null): Loaded<User | null>;
  /** What a code means in the portal; `null` for none, and for one that its dictionary no longer has. */
  status(dictionary: DictionaryName, code: string | null): Loaded<Status | null>;
  requisites(contactId: number): Loaded<readonly Requisite[]>;
  /** Custom fields of a contact; all where no names are given. @throws InvalidArgumentError for one that the portal lacks */
  customFields(contact: ContactRow, names: readonly CustomFieldName[] | null): Promise<readonly CustomField[]>;
  /** The contact's page in Bitrix24 itself (list-contacts.txt, "The card URL"). */
  cardUrl(contactId: number): Loaded<string>;
  /** The portal's list of contact fields. */
  contactFields(): Loaded<readonly FieldDescription[]>;
  /**
   * Counts contacts by a field, exactly.
   * @throws InvalidArgumentError for more than 5,000 contacts and a field with too many values; UpstreamError
   */
  groups(filter: ContactFilter, groupBy: GroupField): Promise<readonly ContactGroup[]>;
  /** The number of contacts that passed a filter when they were last grouped, if it is known; for planning. */
  groupedRecords(filter: ContactFilter): number | undefined;
  count(filter: ContactFilter): Promise<number>;
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
  { reports = false, ...options }: OperationOptions = {},
): Caller {
  const reporter = reports ? createReporter(upstream.url, credentials) : undefined;
  const known = references.of(credentials);
  const { load, learnCompany, isKnown } = createLoaders({
    run: (wave) => runWave(wave, { upstream, credentials, options, reporter }),
    known,
  });

  /** Asks for what does not depend on the contacts in the same wave as for the contacts, where that saves one. */
  function readReferencesOf(needs: ContactNeeds, offset: number): void {
    if (!readsReferencesFirst(needs, offset)) return;
    for (const name of needs.dictionaries) ahead(load<'dictionary'>({ kind: 'dictionary', name }));
    if (needs.customFields) ahead(load<'fields'>({ kind: 'fields' }));
  }

  async function count(filter: ContactFilter): Promise<number> {
    return (await load<'count'>({ kind: 'count', filter })) ?? ownCount(filter);
  }

  /** A list's total or a plain count, both of which are exact at any size (contract §11.4). */
  async function ownCount(filter: ContactFilter): Promise<number> {
    const own = await load<'count'>({ kind: 'count', filter, own: true });
    if (own === null) throw new TypeError('A count of its own was planned as part of an aggregate with groups.');
    return own;
  }

  const groupReads: GroupReads = {
    count: ownCount,
    values: async (field) =>
      field === 'assignedById'
        ? load<'users'>({ kind: 'users' })
        : [...(await load<'dictionary'>({ kind: 'dictionary', name: groupDictionaries[field] })).keys()],
  };

  function withoutKnown(needs: ContactNeeds): ContactNeeds {
    return {
      ...needs,
      dictionaries: needs.dictionaries.filter((name) => !isKnown({ kind: 'dictionary', name })),
      customFields: needs.customFields && !isKnown({ kind: 'fields' }),
    };
  }

  return {
    async contacts(args, needs) {
      const { request, codec } = checkedPage(args, paging);
      const unknown = withoutKnown(needs);
      const { query: first, rows } = costOf(request, paging);
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
      const unknown = withoutKnown(needs);
      readReferencesOf(unknown, 0);
      if (readsMultifieldsFirst(unknown)) ahead(load<'multifields'>({ kind: 'multifields', contactId: id }));
      return load<'contact'>({ kind: 'contact', id, fields, includeCompany: bringsCompanies(unknown) });
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
    company: (id, fields) => load<'company'>({ kind: 'company', id, fields }),
    user: (id) => (id === null ? null : load<'user'>({ kind: 'user', id })),
    status(name, code) {
      if (code === null) return null;
      const dictionary = load<'dictionary'>({ kind: 'dictionary', name });
      return then(dictionary, (entries) => entries.get(code) ?? null);
    },
    requisites: (contactId) => load<'requisites'>({ kind: 'requisites', contactId }),
    async customFields(contact, names) {
      const described = customFieldsAmong(await load<'fields'>({ kind: 'fields' }));
      if (!names) return described.map((field) => readCustomField(contact, field));
      return names.map((name) => {
        const field = described.find((each) => sameCustomField(each.name, name));
        if (!field)
          throw new InvalidArgumentError(
            'names',
            name,
            `a custom field of the portal: ${described.map((each) => each.name).join(', ')}`,
          );
        return readCustomField(contact, field);
      });
    },
    cardUrl: (contactId) =>
      then(load<'portal'>({ kind: 'portal' }), (portal) => `https://${portal}/crm/contact/details/${contactId}/`),
    contactFields: () => load<'fields'>({ kind: 'fields' }),
    async groups(filter, groupBy) {
      const records = known.groupedRecords(filter);
      // An aggregate of more would take a hundred reads of the upstream and be of a part of them.
      const counted =
        records !== undefined && records > MAX_GROUPED_RECORDS
          ? null
          : await load<'groups'>({ kind: 'groups', filter, groupBy, records });
      const aggregate = counted ?? (await countByValue(filter, groupBy, groupReads));
      known.learnGroupedRecords(filter, aggregate.count);
      return aggregate.groups;
    },
    groupedRecords: (filter) => known.groupedRecords(filter),
    count,
    costOf: (args) => costOf(checkedPage(args, paging).request, paging),
    report: reporter,
  };
}

/** Leaves a read that was asked for ahead to whoever asks for its value, its failure too; there may be none. */
function ahead(read: unknown): void {
  if (read instanceof Promise) read.catch(() => undefined);
}

/** Makes something out of a value that is known, or on its way. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
