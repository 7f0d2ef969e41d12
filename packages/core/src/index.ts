// Talking to the upstream.
export { createUpstream, type Upstream, type UpstreamOptions } from './upstream.ts';
export { type PaceOptions } from './pipeline/rate-limit/pace.ts';
export { type ProxyOptions } from './connections.ts';
export { type UpstreamTrouble } from './trouble.ts';
export { type Priority, type UpstreamEvent } from './pipeline/send.ts';
export { type OperationTrace } from './pipeline/trace.ts';
export { credentialKey, type Credentials } from './credentials.ts';
export { createReferences, type References, type ReferencesOptions } from './references.ts';

// What one caller can read.
export { type Caller, type CallerOptions, createCaller, type OperationOptions } from './caller.ts';
export { type ConnectionArgs, type ContactConnection, type PageCost, type PagingOptions } from './connection.ts';
export { type ContactFieldValue, type ContactRow, readContactField } from './contact.ts';
export {
  type CompanyField,
  companyFields,
  type CompanyFieldValue,
  type CompanyRow,
  readCompanyField,
} from './company.ts';
export { type MultifieldName, type MultifieldSource, type MultifieldValue } from './multifield.ts';
export { type CustomField } from './custom-field.ts';
export { type CustomFieldValue } from './custom-field-value.ts';
export { type FieldDescription } from './field-description.ts';
export { type Requisite } from './requisite.ts';
export { type DictionaryName, type Status } from './status.ts';
export { type User } from './user.ts';

// What can be asked of contacts.
export {
  ALL_FIELDS,
  type ContactField,
  contactFieldNames,
  contactFields,
  type CustomFieldName,
  type FieldKind,
  isCustomFieldName,
  type SelectableField,
} from './contact-fields.ts';
export {
  askableParts,
  type Condition,
  type ContactFilter,
  type FilterOperator,
  type FilterScalar,
  onShownTimes,
  operatorsOfKind,
} from './filter.ts';
export { type ListQuery } from './list-query.ts';
export { type Direction, isSortable, MAX_ORDER_KEYS, type OrderKey } from './order.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './pages/page-args.ts';
export { type EmptyValues } from './pages/segments.ts';

// What it costs.
export { type CompanyNeeds, type ContactNeeds, type OperationNeeds, type PageNeeds } from './plan/needs.ts';
export { type OperationPlan, planOperation } from './plan/plan-operation.ts';
export { type OperationLimits } from './plan/operation-budget.ts';
export { type GroupField } from './plan/reads.ts';
export { type Report } from './plan/report.ts';
export { type ContactGroup } from './plan/aggregate.ts';

// What can go wrong.
export {
  BadCursorError,
  InvalidArgumentError,
  PageMovedError,
  PlanExceededError,
  type UpstreamDetails,
  UpstreamError,
  type UpstreamErrorCode,
} from './errors.ts';
