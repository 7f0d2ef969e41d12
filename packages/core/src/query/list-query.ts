import type { ContactRow } from '../entities/contact.ts';
import type { SelectableField } from '../entities/contact-fields.ts';
import { type ContactFilter, filterKey } from './filter.ts';
import type { ContactOrder } from './order.ts';

/** One read of a list: what a single upstream call can answer. */
export interface ListQuery {
  readonly filter: ContactFilter;
  readonly order: ContactOrder;
  readonly offset: number;
  readonly limit: number;
  /** The fields to select; `id` and the order's fields are always selected besides. */
  readonly fields: ReadonlySet<SelectableField>;
  /** Whether the upstream is to count all matches; counting costs it a second query. */
  readonly withTotal: boolean;
}

/** The rows of one list read. */
export interface ListAnswer {
  readonly rows: readonly ContactRow[];
  /** Whether more rows match behind these. */
  readonly hasMore: boolean;
  /** All rows that match the read's filter, if it asked for them to be counted. */
  readonly total?: number;
}

/**
 * A text that is equal for reads of the same rows, whatever their fields: such reads become one call with the union of
 * the fields.
 */
export function windowKey({ filter, order, offset, limit }: ListQuery): string {
  return `${filterKey(filter)}|${orderKey(order)}|${offset}|${limit}`;
}

/** A text that is equal for equal orders only. */
export function orderKey(order: ContactOrder): string {
  return order.map(({ field, direction }) => `${field} ${direction}`).join(',');
}

/** All fields that a read has to select: those asked for, those of its order, and `id`. */
export function selectedFields({ fields, order }: ListQuery): readonly SelectableField[] {
  return [...new Set<SelectableField>(['id', ...fields, ...order.map(({ field }) => field)])];
}
