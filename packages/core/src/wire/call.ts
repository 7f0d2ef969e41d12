import type { UpstreamFilter } from './encode-filter.ts';
import type { EntityName } from '../entities/entity.ts';
import type { Direction } from '../query/order.ts';

/** One list of an entity: a call of its own, or one of a batch. */
export interface ListCall {
  readonly kind: 'list';
  readonly entity: EntityName;
  readonly filter: UpstreamFilter;
  readonly order: readonly { readonly field: string; readonly direction: Direction }[];
  readonly offset: number;
  readonly limit: number;
  /** Fields to select; all where absent. */
  readonly select?: readonly string[];
  readonly withTotal: boolean;
  /**
   * The list means something only if it is whole, such as a dictionary. Its total then says whether it is; where the
   * upstream sends none, `hasMore` does, which is known to be wrong on final pages (contract §1, "meta.hasMore").
   */
  readonly whole?: boolean;
  /** True if each row is to bring its company along (contract §2, "include"). */
  readonly includeCompany?: boolean;
}

/** A count, optionally grouped by a field. */
export interface AggregateCall {
  readonly kind: 'aggregate';
  readonly entity: EntityName;
  readonly filter: UpstreamFilter;
  readonly groupBy?: string;
  /** Number of contacts to group, if it is known; the upstream loads them, up to a limit (contract §11.4). */
  readonly records?: number | undefined;
}

/** Records that an aggregate with groups loads at most (contract §11.4). */
export const MAX_GROUPED_RECORDS = 5000;

/** Returns the maximum number of inner pages (50 rows each) that an aggregate with groups takes. */
export function innerPagesOfGroups(records: number | undefined): number {
  return Math.max(1, Math.ceil(Math.min(records ?? MAX_GROUPED_RECORDS, MAX_GROUPED_RECORDS) / ROWS_PER_INNER_PAGE));
}

/** One call of the upstream's API: a request of its own, or part of a batch. */
export type Call =
  | ListCall
  /** A contact as the full object, which has all phones and e-mails (contract §2, `GET /v1/contacts/:id`). */
  | { readonly kind: 'get'; readonly entity: 'contacts'; readonly id: number }
  | AggregateCall
  | { readonly kind: 'fields' }
  | { readonly kind: 'me' };

/** Rows of an inner page: the upstream joins larger lists from several (contract §5, "Page"). */
export const ROWS_PER_INNER_PAGE = 50;

/** Returns the maximum number of inner pages that a call takes. */
export function innerPagesOf(call: Call): number {
  if (call.kind === 'aggregate' && call.groupBy !== undefined) return innerPagesOfGroups(call.records);
  if (call.kind !== 'list') return 1;
  // The limit of these is a guard, not an expectation: portals have a few dozen of each (contract §7).
  if (call.whole) return 1;
  return Math.max(1, Math.ceil(call.limit / ROWS_PER_INNER_PAGE));
}

/** Returns true if a call can be one of a batch, whose lists know neither offsets nor relations (contract §4, `params`). */
export function isBatchable(call: Call): boolean {
  if (call.kind === 'list') return call.offset === 0;
  return call.kind === 'fields' || call.kind === 'get';
}

/** Method and path template of a call that is sent on its own. */
export function endpointOf(call: Call): string {
  switch (call.kind) {
    case 'list':
      return `/v1/${call.entity}`;
    case 'get':
      return `/v1/${call.entity}/:id`;
    case 'aggregate':
      return `/v1/${call.entity}/aggregate`;
    case 'fields':
      return '/v1/contacts/fields';
    case 'me':
      return '/v1/me';
    default:
      return call satisfies never;
  }
}
