import { type Entity, type FieldKind, specOf } from '../entities/entity.ts';
import { InvalidArgumentError } from '../errors.ts';
import { type Filter, fixes } from './filter.ts';

export type Direction = 'asc' | 'desc';

/** One sort key. */
export interface OrderKey<F extends string = string> {
  readonly field: F;
  readonly direction: Direction;
  /** Present while `field` is a custom field's name as a caller gave it: the argument that has the key. */
  readonly argument?: string;
}

/** A complete order: its last key, and only that one, is `id`, so that no two records are equal in it. */
export type Order = readonly OrderKey[];

/** More keys make the exact walk of a page ever longer (one part for each prefix of equal keys). */
export const MAX_ORDER_KEYS = 3;

const sortableKinds: Record<FieldKind, boolean> = {
  id: true,
  link: true,
  text: true,
  code: true,
  datetime: true,
  longText: false,
  // "Y"/"N" or true/false: in which order a boolean sorts is not documented.
  boolean: false,
  date: true,
  // A filter cannot separate empty values from zeros (contract §11.6); the order does (`empty-or-zero.ts`).
  number: true,
  flag: true,
  // Not columns upstream (contract §0): a record has many.
  multifield: false,
  list: false,
};

/** Returns true if the upstream can sort by `field` in a way that a cursor can follow. */
export function isSortable(entity: Entity, field: string): boolean {
  const { kind, unlisted } = specOf(entity, field);
  return !unlisted && sortableKinds[kind];
}

/**
 * Returns the complete order for the keys that a caller requested: `id` is the implicit last key, and keys that cannot change
 * the order (those behind `id`, and those that `filter` pins to one value) are dropped.
 * @throws InvalidArgumentError for more than {@link MAX_ORDER_KEYS} keys, an unsortable field, or one that is named twice.
 */
export function completeOrder(entity: Entity, keys: readonly OrderKey[], filter: Filter): Order {
  if (keys.length > MAX_ORDER_KEYS) {
    throw new InvalidArgumentError('orderBy', keys.map(nameOf), `at most ${MAX_ORDER_KEYS} fields`);
  }
  const unsortable = keys.find(({ field }) => !isSortable(entity, field));
  if (unsortable) throw new InvalidArgumentError('orderBy', unsortable.field, 'a field that the upstream sorts by');
  const fields = new Set(keys.map(({ field }) => field));
  if (fields.size < keys.length) throw new InvalidArgumentError('orderBy', keys.map(nameOf), 'each field once');

  const idAt = keys.findIndex(({ field }) => field === 'id');
  const leading = idAt === -1 ? keys : keys.slice(0, idAt);
  const id: OrderKey = keys[idAt] ?? { field: 'id', direction: 'asc' };
  return [...leading.filter(({ field }) => !fixes(entity, filter, field)), id];
}

/** The same order read from its other end. */
export function reverseOrder(order: Order): Order {
  return order.map(({ field, direction }) => ({ field, direction: direction === 'asc' ? 'desc' : 'asc' }));
}

function nameOf({ field }: OrderKey): string {
  return field;
}
