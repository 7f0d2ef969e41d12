export { type CallArguments, type CallOptions, type Client, type ClientOptions, createClient } from './client.ts';
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
export type { TypedDocument } from './typed-document.ts';
export { type Walked, walkContacts, type WalkDocument, type WalkedContact, type WalkOptions } from './walk-contacts.ts';
