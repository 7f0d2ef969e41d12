import type { Credentials } from './credentials.ts';
import { companies, type CompanyRow, includedCompany } from './entities/company.ts';
import type { GroupField } from './entities/contact-fields.ts';
import type { ContactRow } from './entities/contact.ts';
import type { CustomField } from './entities/custom-field.ts';
import type { Entity } from './entities/entity.ts';
import type { FieldDescription } from './entities/field-description.ts';
import type { Me } from './entities/me.ts';
import { multifieldIn, type MultifieldName, multifieldOf, type MultifieldValue } from './entities/multifield.ts';
import type { Requisite } from './entities/requisite.ts';
import type { Dictionary, DictionaryName, Status } from './entities/status.ts';
import type { UserRow } from './entities/user.ts';
import type { CallOptions, Upstream } from './http/upstream.ts';
import type { Caller } from './operation/caller.ts';
import { Counts } from './operation/counts.ts';
import { CustomFields } from './operation/custom-fields.ts';
import { createRecords } from './operation/records.ts';
import { askedPage } from './pagination/asked-page.ts';
import type { PagingOptions } from './pagination/connection.ts';
import { type Loaded, Loaders } from './planning/loaders.ts';
import { OperationBudget, type OperationLimits } from './planning/operation-budget.ts';
import { type OperationPlan, planOperation } from './planning/plan-operation.ts';
import { userRead } from './planning/reads.ts';
import type { CallerReferences, References } from './planning/references.ts';
import { createReporter, type Reporter } from './planning/report.ts';
import type { OperationRequirements, Requirements } from './planning/requirements.ts';
import { runWave } from './planning/run-wave.ts';
import type { Filter } from './query/filter.ts';
import type { ContactGroup } from './wire/aggregate.ts';

export type { Caller };

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
}

/**
 * Creates the reads of one operation of one caller. Its loaders live as long as the operation.
 * @example
 * const caller = createCaller({ upstream, references, paging }, { apiKey }, { signal });
 * const user = await caller.user(1);
 */
export function createCaller(
  options: CallerOptions,
  credentials: Credentials,
  operation: OperationOptions = {},
): Caller {
  return new OperationCaller(options, credentials, operation);
}

class OperationCaller implements Caller {
  readonly report: Reporter | undefined;
  readonly page: Caller['page'];
  readonly record: Caller['record'];
  readonly #paging: PagingOptions;
  readonly #known: CallerReferences;
  readonly #loaders: Loaders;
  readonly #customFields: CustomFields;
  readonly #counts: Counts;
  #plan: OperationPlan | undefined;

  constructor(
    { upstream, references, paging }: CallerOptions,
    credentials: Credentials,
    { reports = false, limits, ...options }: OperationOptions,
  ) {
    this.report = reports ? createReporter(upstream.url, credentials) : undefined;
    const budget = limits && new OperationBudget(limits);
    const run = { upstream, credentials, options, budget, reporter: this.report };
    this.#paging = paging;
    this.#known = references.of(credentials);
    this.#loaders = new Loaders({ run: (wave, requests) => runWave(wave, requests, run), known: this.#known });
    this.#customFields = new CustomFields(this.#loaders);
    this.#counts = new Counts(this.#loaders, this.#known, this.#customFields);
    const { page, record } = createRecords({
      loaders: this.#loaders,
      known: this.#known,
      paging,
      customFields: this.#customFields,
      count: (entity, filter) => this.count(entity, filter),
      pages: () => this.#plan?.pages,
    });
    this.page = page;
    this.record = record;
  }

  async multifield(contact: ContactRow, field: MultifieldName): Promise<readonly MultifieldValue[] | null> {
    const values = multifieldIn(contact, field);
    if (values) return values;
    const full = await this.#loaders.load<'multifields'>({ kind: 'multifields', contactId: contact.id });
    return full && multifieldOf(full, field);
  }

  companyOf(contact: ContactRow, id: number | null, { fields }: Requirements): Loaded<CompanyRow | null> {
    const included = includedCompany(contact, id);
    if (included) this.#loaders.prime(included);
    if (included !== undefined) return included;
    if (id === null) return null;
    return this.#loaders.load<'record'>({ kind: 'record', entity: companies, id, fields, includeCompany: false });
  }

  user(id: number | null): Loaded<UserRow | null> {
    return id === null ? null : this.#loaders.load<'record'>(userRead(id));
  }

  status(name: DictionaryName, code: string | null): Loaded<Status | null> {
    if (code === null) return null;
    return then(this.#dictionary(name), (entries) => entries.get(code) ?? null);
  }

  statuses(name: DictionaryName): Loaded<readonly Status[]> {
    return then(this.#dictionary(name), (entries) => [...entries.values()]);
  }

  requisites(contactId: number): Loaded<readonly Requisite[]> {
    return this.#loaders.load<'requisites'>({ kind: 'requisites', contactId });
  }

  customFields(contact: ContactRow, names: readonly string[] | null): Promise<readonly CustomField[]> {
    return this.#customFields.read(contact, names);
  }

  cardUrl(contactId: number): Loaded<string> {
    return then(this.me(), ({ portal }) => `https://${portal}/crm/contact/details/${contactId}/`);
  }

  contactFields(): Loaded<readonly FieldDescription[]> {
    return this.#loaders.load<'fields'>({ kind: 'fields' });
  }

  me(): Loaded<Me> {
    return this.#loaders.load<'me'>({ kind: 'me' });
  }

  groups(filter: Filter, groupBy: GroupField, named: boolean): Promise<readonly ContactGroup[]> {
    return this.#counts.groups(filter, groupBy, named);
  }

  customGroups(filter: Filter, custom: string): Promise<readonly ContactGroup[]> {
    return this.#counts.customGroups(filter, custom);
  }

  count(entity: Entity, filter: Filter): Promise<number> {
    return this.#counts.count(entity, filter);
  }

  plan(requirements: OperationRequirements): OperationPlan {
    return planOperation(requirements, {
      costOf: (args, fields) => askedPage(args, this.#paging).costWith(fields),
      multifieldSource: () => this.#known.multifieldSource(),
      groupedRecords: (filter) => this.#known.groupedRecords(filter),
    });
  }

  follow(plan: OperationPlan): void {
    this.#plan = plan;
    this.#loaders.follow(plan);
  }

  #dictionary(name: DictionaryName): Loaded<Dictionary> {
    return this.#loaders.load<'dictionary'>({ kind: 'dictionary', name });
  }
}

/** Applies `make` to a value, or to that of a promise. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
