// Client of the upstream.
export { createUpstream, type Upstream, upstreamDefaults, type UpstreamOptions } from './http/upstream.ts';
export { breakerDefaults } from './http/pipeline/circuit-breakers.ts';
export { retryDefaults } from './http/pipeline/retry-policy.ts';
export { paceDefaults, type PaceOptions } from './http/pipeline/rate-limit/pace.ts';
export {
  type PortalUsage,
  type SharedBudget,
  type SharedNeed,
  type SharedPortal,
  type SharedPortalOptions,
} from './http/pipeline/rate-limit/shared-budget.ts';
export { type UpstreamTrouble } from './http/trouble.ts';
export { type Priority, type UpstreamEvent } from './http/pipeline/send.ts';
export type { OperationTrace } from './http/pipeline/operation-trace.ts';
export { Cancellation, type CancelSignal } from './cancellation.ts';
export { DeadlineTimer, type Timed } from './deadline-timer.ts';
export { createCredentials, credentialKey, type Credentials } from './credentials.ts';
export { createReferences, type References, referencesDefaults } from './planning/references.ts';

// Reads of one operation of one caller.
export { Caller, type CallerOptions, type OperationOptions } from './operation.ts';
export { type Loaded } from './planning/loaders.ts';
export { type Connection, type ConnectionArgs } from './pagination/connection.ts';
export type { UpstreamRow } from './entities/decode.ts';
export {
  apiName,
  type Entity,
  type FieldKind,
  type FieldOf,
  type FieldTable,
  kindOf,
  readField,
  type Scope,
  specOf,
} from './entities/entity.ts';
export { type ContactRow, contacts } from './entities/contact.ts';
export { companies, companyFields, type CompanyRow } from './entities/company.ts';
export { isCopiedKind } from './wire/copied-values.ts';
export { type ValueKind } from './entities/decode.ts';
export { KEY_MARK, type ListProjection, listProjection } from './wire/list-projection.ts';
export { type CopiedMember, rowProjection } from './wire/row-projection.ts';
export { ScannedRow } from './entities/scanned-row.ts';
export { type ByteText, fromByteText, toByteText } from './wire/byte-text.ts';
export { type MultifieldName, type MultifieldValue } from './entities/multifield.ts';
export { type CustomField } from './entities/custom-field.ts';
export { type CustomKind } from './entities/custom-field-spec.ts';
export { plainValue, textOf } from './entities/custom-field-text.ts';
export { phoneForms } from './entities/phone-forms.ts';
export { type CustomFieldValue } from './entities/custom-field-value.ts';
export { type FieldDescription } from './entities/field-description.ts';
export { type Requisite } from './entities/requisite.ts';
export { type DictionaryName, dictionaryNames, type Status } from './entities/status.ts';
export { type Me } from './entities/me.ts';
export { type UserRow, users } from './entities/user.ts';

// Fields, filters and orders of contacts.
export {
  ALL_FIELDS,
  type ContactField,
  contactFields,
  type GroupField,
  groupFields,
  isCustomFieldName,
} from './entities/contact-fields.ts';
export {
  type Condition,
  type Filter,
  type FilterOperator,
  type FilterScalar,
  onShownTimes,
  operatorsOf,
  operatorsOfKind,
} from './query/filter.ts';
export { contactSearch, MAX_SEARCH_LENGTH, MIN_SEARCH_LENGTH } from './query/contact-search.ts';
export { MAX_GROUPED_RECORDS } from './wire/call.ts';
export { alternativesOf, type Disjunction } from './query/alternatives.ts';
export { provisionalEntity } from './query/custom-listing.ts';
export { type Direction, isSortable, MAX_ORDER_KEYS, type Order, type OrderKey } from './query/order.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './pagination/page-args.ts';

// Plans and their cost.
export {
  mergeRequirements,
  noRequirements,
  type OperationRequirements,
  type PageRequirements,
  type RecordPart,
  type Reference,
  type Requirements,
} from './planning/requirements.ts';
export { type OperationPlan, type PlanCost } from './planning/plan-operation.ts';
export { type OperationLimits } from './planning/operation-budget.ts';
export { type Report } from './planning/report.ts';
export { type ContactGroup } from './wire/aggregate.ts';

// Errors.
export {
  BadCursorError,
  InvalidArgumentError,
  PageMovedError,
  PlanExceededError,
  type UpstreamDetails,
  UpstreamError,
  type UpstreamErrorCode,
} from './errors.ts';
