import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { Entity } from '../entities/entity.ts';
import type { ListCall } from '../wire/call.ts';

/** Returns the call of a list in the order of the ids. */
export function listOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  const order = [{ field: 'id', direction: 'asc' }] as const;
  return { kind: 'list', entity, filter, order, offset: 0, limit, withTotal: false };
}

/** Returns the call of a list that must be complete: it is counted too, so that its completeness can be checked. */
export function wholeListOf(entity: ListCall['entity'], filter: ListCall['filter'], limit: number): ListCall {
  return { ...listOf(entity, filter, limit), withTotal: true, whole: true };
}

/** Returns the selection of a call; none where everything is asked for. */
export function selectOf({ isReference }: Entity, fields: readonly string[]): { readonly select?: readonly string[] } {
  return isReference || fields.includes(ALL_FIELDS) ? {} : { select: fields };
}
