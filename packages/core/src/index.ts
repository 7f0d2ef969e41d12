// Talking to the upstream.
export { createUpstream, type Upstream, type UpstreamOptions } from './upstream.ts';
export { type Credentials } from './credentials.ts';
export { createPortals, type Portals } from './portals.ts';

// What one caller can read.
export {
  type Caller,
  type CallerOptions,
  type ConnectionArgs,
  type ContactConnection,
  createCaller,
  type PagingOptions,
} from './caller.ts';
export { type ContactFieldValue, type ContactRow, readContactField } from './contact.ts';
export { type FieldDescription } from './contacts.ts';

// What can be asked of contacts.
export { type ContactField, contactFieldNames, contactFields, type FieldKind } from './contact-fields.ts';
export {
  type Condition,
  type ContactFilter,
  type FilterOperator,
  type FilterScalar,
  operatorsOfKind,
} from './filter.ts';
export { type Direction, isSortable, MAX_ORDER_KEYS, type OrderKey } from './order.ts';
export { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './pages/page-args.ts';
export { type EmptyValues } from './pages/segments.ts';

// What can go wrong.
export {
  BadCursorError,
  InvalidArgumentError,
  PageMovedError,
  type UpstreamDetails,
  UpstreamError,
  type UpstreamErrorCode,
} from './errors.ts';
