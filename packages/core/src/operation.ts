import type { Credentials } from './credentials.ts';
import { companies, type CompanyRow, includedCompany } from './entities/company.ts';
import type { GroupField } from './entities/contact-fields.ts';
import type { ContactRow } from './entities/contact.ts';
import type { CustomField } from './entities/custom-field.ts';
import type { UpstreamRow } from './entities/decode.ts';
import type { Entity } from './entities/entity.ts';
import type { FieldDescription } from './entities/field-description.ts';
import type { Me } from './entities/me.ts';
import { multifieldIn, type MultifieldName, multifieldOf, type MultifieldValue } from './entities/multifield.ts';
import type { Requisite } from './entities/requisite.ts';
import type { Dictionary, DictionaryName, Status } from './entities/status.ts';
import type { UserRow } from './entities/user.ts';
import type { CallOptions, Upstream } from './http/upstream.ts';
import { Counts } from './operation/counts.ts';
import { CustomFields } from './operation/custom-fields.ts';
import { Pages, type PagesOptions } from './operation/pages.ts';
import { readRecord } from './operation/records.ts';
import { askedPage } from './pagination/asked-page.ts';
import type { Connection, PagingOptions } from './pagination/connection.ts';
import { type Loaded, Loaders } from './planning/loaders.ts';
import { OperationBudget, type OperationLimits } from './planning/operation-budget.ts';
import { type OperationPlan, planOperation } from './planning/plan-operation.ts';
import { relatedRead, userRead } from './planning/reads.ts';
import type { RowsById } from './planning/known-rows.ts';
import type { CallerReferences, References } from './planning/references.ts';
import { createReporter, type Report } from './planning/report.ts';
import type { OperationRequirements, PageRequirements, Requirements } from './planning/requirements.ts';
import { runWave, type Waits } from './planning/run-wave.ts';
import type { Filter } from './query/filter.ts';
import type { ContactGroup } from './wire/aggregate.ts';

/** The parts that all callers have in common. */
export interface CallerOptions {
  readonly upstream: Upstream;
  readonly references: References;
  readonly paging: PagingOptions;
}

export interface OperationOptions extends CallOptions {
  /** The requests that the operation may send. Default: no limit. */
  readonly limits?: OperationLimits;
  /** True if {@link Caller.report} is wanted. */
  readonly reports?: boolean;
  readonly waits?: Waits | undefined;
}

/**
 * The reads of one operation of one caller. Reads that are requested at the same time are sent together.
 * @example
 * const caller = new Caller({ upstream, references, paging }, { apiKey }, { signal });
 * const user = await caller.user(1);
 */
export class Caller {
  /** The requests that were sent so far, if they are reported. */
  readonly report: Report | undefined;
  readonly #paging: PagingOptions;
  readonly #known: CallerReferences;
  readonly #loaders: Loaders;
  readonly #customFields: CustomFields;
  readonly #counts: Counts;
  readonly #reads: PagesOptions;
  #plan: OperationPlan | undefined;

  constructor(
    { upstream, references, paging }: CallerOptions,
    credentials: Credentials,
    options: OperationOptions = {},
  ) {
    const reporter = options.reports ? createReporter(upstream.url, credentials) : undefined;
    this.report = reporter;
    const budget = options.limits && new OperationBudget(options.limits);
    const run = { upstream, credentials, options, budget, reporter, waits: options.waits };
    this.#paging = paging;
    this.#known = references.of(credentials);
    this.#loaders = new Loaders({ run: (wave, requests) => runWave(wave, requests, run), known: this.#known });
    this.#customFields = new CustomFields(this.#loaders);
    this.#counts = new Counts(this.#loaders, this.#known, this.#customFields);
    this.#reads = {
      loaders: this.#loaders,
      known: this.#known,
      paging,
      customFields: this.#customFields,
      counts: this.#counts,
      plannedPages: () => this.#plan?.pages,
    };
  }

  /**
   * Reads a page of an entity.
   * @param each the requirements of each record, so that they can come along or be read at the same time
   * @throws InvalidArgumentError, BadCursorError before anything is sent, or, for the name of a custom field that the
   *   portal lacks, anything but its field list; UpstreamError
   */
  page(args: PageRequirements['args'], each: Requirements): Promise<Connection> {
    return new Pages(this.#reads).page(args, each);
  }

  /**
   * Reads one record; `null` if there is none that this caller may see.
   * @throws InvalidArgumentError for the name of a custom field that the portal lacks; UpstreamError
   */
  record(entity: Entity, id: number, each: Requirements): Loaded<UpstreamRow | null> {
    return readRecord(this.#reads, entity, id, each);
  }

  /**
   * All phones or all e-mails of a contact: those that came with it, or those of a `get` of it; `null` if the contact
   * was deleted in the meantime.
   */
  async multifield(contact: ContactRow, field: MultifieldName): Promise<readonly MultifieldValue[] | null> {
    const values = multifieldIn(contact, field);
    if (values) return values;
    const full = await this.#loaders.load<'multifields'>({ kind: 'multifields', contactId: contact.id });
    return full && multifieldOf(full, field);
  }

  /** The company of a contact: the one that came along with it, or the one of the id. */
  companyOf(contact: ContactRow, id: number | null, { fields }: Requirements): Loaded<CompanyRow | null> {
    const included = includedCompany(contact, id);
    if (included) this.#loaders.prime(included);
    if (included !== undefined) return included;
    if (id === null) return null;
    return this.#loaders.record(relatedRead(companies, [id], fields));
  }

  user(id: number | null): Loaded<UserRow | null> {
    return id === null ? null : this.#loaders.record(userRead(id));
  }

  /** The records of an entity that have these ids; they are read as one. */
  related(entity: Entity, ids: readonly number[], fields: ReadonlySet<string>): Loaded<RowsById> {
    return this.#loaders.load<'records'>(relatedRead(entity, ids, fields));
  }

  /** The entries of a dictionary by their codes; one that may be an entry without a code throws. */
  dictionary(name: DictionaryName): Loaded<Dictionary> {
    return this.#loaders.load<'dictionary'>({ kind: 'dictionary', name });
  }

  /** The entry of a dictionary that a code stands for; `null` for none, and for one that its dictionary no longer has. */
  status(name: DictionaryName, code: string | null): Loaded<Status | null> {
    if (code === null) return null;
    return then(this.dictionary(name), (entries) => entries.get(code) ?? null);
  }

  /** The entries of a dictionary, in the order of the portal. */
  statuses(name: DictionaryName): Loaded<readonly Status[]> {
    return then(this.dictionary(name), (entries) => [...entries.values()]);
  }

  requisites(contactId: number): Loaded<readonly Requisite[]> {
    return this.#loaders.load<'requisites'>({ kind: 'requisites', contactId });
  }

  /** Custom fields of a contact; all where no names are given. @throws InvalidArgumentError for one that the portal lacks */
  customFields(contact: ContactRow, names: readonly string[] | null): Promise<readonly CustomField[]> {
    return this.#customFields.read(contact, names);
  }

  /** The contact's page in Bitrix24 itself (list-contacts.txt, "The card URL"). */
  cardUrl(contactId: number): Loaded<string> {
    return then(this.me(), ({ portal }) => `https://${portal}/crm/contact/details/${contactId}/`);
  }

  /** The portal's list of contact fields. */
  contactFields(): Loaded<readonly FieldDescription[]> {
    return this.#loaders.load<'fields'>({ kind: 'fields' });
  }

  /** The portal, and what the caller's key may do there. */
  me(): Loaded<Me> {
    return this.#loaders.load<'me'>({ kind: 'me' });
  }

  /**
   * Counts contacts by a field, exactly.
   * @param named true if the entries of the dictionary that the keys are of will be asked for, so that they are read at
   *   the same time
   * @throws InvalidArgumentError for more than 5,000 contacts and a field with too many values; UpstreamError
   */
  groups(filter: Filter, groupBy: GroupField, named: boolean): Promise<readonly ContactGroup[]> {
    return this.#counts.groups(filter, groupBy, named);
  }

  /**
   * Counts contacts by a custom field, exactly, with the titles of options.
   * @throws InvalidArgumentError for a field that the portal lacks, that has several values or holds files, and, for more
   *   than 5,000 contacts, one that is no enumeration; UpstreamError
   */
  customGroups(filter: Filter, custom: string): Promise<readonly ContactGroup[]> {
    return this.#counts.customGroups(filter, custom);
  }

  /** Counts the records that pass a filter, exactly. */
  count(entity: Entity, filter: Filter): Promise<number> {
    return this.#counts.count(entity, filter);
  }

  /** Plans an operation; nothing is sent. */
  plan(requirements: OperationRequirements): OperationPlan {
    return planOperation(requirements, {
      costOf: (args, fields) => askedPage(args, this.#paging).with(fields).cost,
      multifieldSource: () => this.#known.multifieldSource(),
      groupedRecords: (filter) => this.#known.groupedRecords(filter),
    });
  }

  /** Sends the reads as planned from here on. Call it before any read, with the plan of the same operation. */
  follow(plan: OperationPlan): void {
    this.#plan = plan;
    this.#loaders.follow(plan);
  }
}

/** Applies `make` to a value, or to that of a promise. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
