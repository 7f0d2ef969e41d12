import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import { type Filter, filterKey } from './filter.ts';
import type { Order } from './order.ts';

/** One read of a list, by a single upstream call. */
export interface ListQuery {
  readonly entity: Entity;
  readonly filter: Filter;
  readonly order: Order;
  readonly offset: number;
  readonly limit: number;
  /** The fields to select; `id` and the order's fields are always selected besides. */
  readonly fields: ReadonlySet<string>;
  /** True if the upstream is to count all matches; counting costs it a second query. */
  readonly withTotal: boolean;
}

/** The rows of one list read. */
export interface ListAnswer {
  readonly rows: readonly UpstreamRow[];
  /** True if more rows match behind these. */
  readonly hasMore: boolean;
  /** Number of all rows that match the read's filter, if `withTotal` was set. */
  readonly total?: number;
}

/**
 * Returns a key that is equal for reads of the same rows, whatever their fields: such reads become one call with the union
 * of the fields.
 */
export function windowKey({ entity, filter, order, offset, limit }: ListQuery): string {
  return `${entity.name}|${filterKey(filter)}|${orderKey(order)}|${offset}|${limit}`;
}

/** Returns a key that is equal for equal orders only. */
export function orderKey(order: Order): string {
  return order.map(({ field, direction }) => `${field} ${direction}`).join(',');
}

/** Returns the fields that a read has to select: the requested ones, those of its order, and `id`. */
export function selectedFields({ fields, order }: ListQuery): readonly string[] {
  return [...new Set(['id', ...fields, ...order.map(({ field }) => field)])];
}
