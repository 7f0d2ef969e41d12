import type { Entity, PageRequirements } from '@contacts/core';
import { type OrderInput, toOrderKeys } from './order-input.ts';
import type { FilterArgs, FilterInput } from './to-filter.ts';

/** The arguments of a connection, as GraphQL has coerced them. */
export interface PageArgs {
  readonly filter?: FilterInput | null | undefined;
  /** Present only for entities with a search. */
  readonly search?: string | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * Returns the page that the arguments of a connection select.
 * @throws InvalidArgumentError for a filter or an order that cannot be
 */
export function toPageArgs(
  entity: Entity,
  { filter, anyOf }: FilterArgs,
  { orderBy, first, after, last, before }: Omit<PageArgs, 'filter' | 'search'>,
): Omit<PageRequirements['args'], 'wants'> {
  return {
    entity,
    filter,
    anyOf,
    orderBy: toOrderKeys(orderBy),
    first: first ?? undefined,
    after: after ?? undefined,
    last: last ?? undefined,
    before: before ?? undefined,
  };
}
