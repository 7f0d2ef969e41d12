import type { Credentials } from './credentials.ts';
import { companies, includedCompany } from './entities/company.ts';
import { multifieldIn, multifieldOf } from './entities/multifield.ts';
import type { CallOptions, Upstream } from './http/upstream.ts';
import type { Caller } from './operation/caller.ts';
import { createCounts } from './operation/counts.ts';
import { createCustomFields } from './operation/custom-fields.ts';
import { createRecords } from './operation/records.ts';
import { checkedPage, costOf, type PagingOptions } from './pagination/connection.ts';
import { createLoaders, type Loaded } from './planning/loaders.ts';
import { OperationBudget, type OperationLimits } from './planning/operation-budget.ts';
import { type OperationPlan, planOperation } from './planning/plan-operation.ts';
import { userRead } from './planning/reads.ts';
import type { References } from './planning/references.ts';
import { createReporter } from './planning/report.ts';
import { runWave } from './planning/run-wave.ts';

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
  let plan: OperationPlan | undefined;
  const customFields = createCustomFields(loaders);
  const counts = createCounts(loaders, known, customFields);

  return {
    ...counts,
    ...createRecords({
      loaders,
      known,
      paging,
      customFields,
      count: counts.count,
      pages: () => plan?.pages,
    }),
    customFields: customFields.read,
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
      if (id === null) return null;
      return load<'record'>({ kind: 'record', entity: companies, id, fields, includeCompany: false });
    },
    user: (id) => (id === null ? null : load<'record'>(userRead(id))),
    status(name, code) {
      if (code === null) return null;
      return then(load<'dictionary'>({ kind: 'dictionary', name }), (entries) => entries.get(code) ?? null);
    },
    statuses: (name) => then(load<'dictionary'>({ kind: 'dictionary', name }), (entries) => [...entries.values()]),
    requisites: (contactId) => load<'requisites'>({ kind: 'requisites', contactId }),
    cardUrl: (contactId) =>
      then(load<'me'>({ kind: 'me' }), ({ portal }) => `https://${portal}/crm/contact/details/${contactId}/`),
    contactFields: () => load<'fields'>({ kind: 'fields' }),
    me: () => load<'me'>({ kind: 'me' }),
    plan: (requirements) =>
      planOperation(requirements, {
        costOf: (args) => costOf(checkedPage(args, paging).request, paging),
        multifieldSource: () => known.multifieldSource(),
        groupedRecords: (filter) => known.groupedRecords(filter),
      }),
    follow(followed) {
      plan = followed;
      loaders.follow(followed);
    },
    report: reporter,
  };
}

/** Applies `make` to a value, or to that of a promise. */
function then<T, R>(value: Loaded<T>, make: (value: T) => R): Loaded<R> {
  return value instanceof Promise ? value.then(make) : make(value);
}
