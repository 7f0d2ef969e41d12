import { contacts, InvalidArgumentError, type PageRequirements } from '@contacts/core';
import { type OrderInput, toOrderKeys } from './entity/order-input.ts';
import { type FilterInput, toFilter } from './entity/to-filter.ts';
import type { InputLimits } from './input-limits.ts';

/** The arguments of a `contacts` field, as GraphQL has coerced them. */
export interface ContactsArgs {
  readonly filter?: FilterInput | null | undefined;
  readonly orderBy?: readonly OrderInput[] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/**
 * Returns the page that the arguments of a `contacts` field ask for.
 * @param companyId the company whose contacts they are, if they hang on one
 * @throws InvalidArgumentError for a filter or an order that cannot be
 */
export function toPageArgs(
  { filter, orderBy, first, after, last, before }: ContactsArgs,
  limits: InputLimits,
  companyId?: number,
): Omit<PageRequirements['args'], 'wants'> {
  if (companyId !== undefined && filter?.['companyId']) {
    throw new InvalidArgumentError(
      'filter.companyId',
      filter['companyId'],
      'leaving it out: these are the contacts of one company',
    );
  }
  return {
    entity: contacts,
    filter: [
      ...toFilter(contacts, filter, limits),
      ...(companyId === undefined ? [] : [{ field: 'companyId', operator: 'eq', value: companyId } as const]),
    ],
    orderBy: toOrderKeys(orderBy),
    first: first ?? undefined,
    after: after ?? undefined,
    last: last ?? undefined,
    before: before ?? undefined,
  };
}
