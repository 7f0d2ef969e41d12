export { type CallArguments, type CallOptions, type Client, type ClientOptions, createClient } from './client.ts';
export { selectColumns } from './columns/column-selection.ts';
export { columnValue } from './columns/column-values.ts';
export {
  checkColumns,
  type ContactColumn,
  contactColumns,
  CUSTOM_FIELDS,
  isCustomColumn,
  ownColumns,
} from './columns/contact-columns.ts';
export type { SchemaField, TypeReference } from './columns/contact-schema.ts';
export { customFilterFields, customOrderNames } from './columns/custom-choices.ts';
export { customFilterField } from './columns/custom-filter-field.ts';
export { type FilterField, filterFields } from './columns/filter-fields.ts';
export { InputError, type InputProblem } from './columns/input-error.ts';
export { type OrderField, orderFields, parseOrder } from './columns/order-fields.ts';
export { parseFilter } from './columns/parse-filter.ts';
export type { PortalField } from './columns/portal-field.ts';
export { endAtEmptyPages } from './end-at-empty-pages.ts';
export {
  GatewayError,
  type GatewayErrorCode,
  gatewayErrorCodes,
  type GatewayErrorOptions,
  type GatewayProblem,
} from './errors.ts';
export {
  ContactCardDocument,
  type ContactCardQuery,
  type ContactCardQueryVariables,
  type ContactFilter,
  type ContactOrder,
  type ContactOrderField,
  ContactsPageDocument,
  type ContactsPageQuery,
  type ContactsPageQueryVariables,
  type OrderDirection,
} from './generated/graphql.ts';
export { possibleTypes } from './possible-types.ts';
export type { RestNote } from './rest/rest-columns.ts';
export {
  type RestTranslation,
  type RestTranslationOptions,
  type RestVariables,
  translateRestRequest,
} from './rest/translate-rest-request.ts';
export type { TypedDocument } from './typed-document.ts';
export { type Walked, walkContacts, type WalkDocument, type WalkedContact, type WalkOptions } from './walk-contacts.ts';
