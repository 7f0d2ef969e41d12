import { canBeEmpty, type Entity, kindOf } from '../entities/entity.ts';
import { type Condition, excludesEmpty, type Filter } from '../query/filter.ts';
import { momentAfter } from '../query/moment.ts';
import type { Order, OrderKey } from '../query/order.ts';
import { mayBeEqual, type Position, type SortValue, type Start } from './position.ts';
import type { Listing, Sorting } from './listing.ts';

/**
 * A run of rows that lie side by side in the order and that a filter alone can name, so that no offset is needed to
 * read it.
 */
export interface Segment {
  readonly bounds: Filter;
  /** The order within the run: keys that the bounds fix are left out. */
  readonly order: Order;
}

/** A place to go on behind: a row's, or that in front of all rows with some values of the first keys. */
export type Place = Position | Start;

export interface Range {
  readonly after?: Place | undefined;
  readonly before?: Position | undefined;
}

/**
 * Cuts the rows strictly between two positions into segments, in the order of the rows: those equal to `after` in all
 * keys but a later id, those equal in a shorter prefix of keys, those past its first key, and likewise towards `before`.
 * Empty values, which no comparison reaches, are segments of their own.
 */
export function segmentsBetween(listing: Listing, range: Range): readonly Segment[] {
  const { entity, empties } = listing;
  return cut(listing.order, 0, range);

  function cut(keys: Order, level: number, { after, before }: Range): readonly Segment[] {
    const [key] = keys;
    if (!key) return [];
    if (!after && !before) return [{ bounds: [], order: keys }];
    if (keys.length === 1) return [{ bounds: idBounds(entity, key, { after, before }), order: keys }];

    const rest = keys.slice(1);
    const from = after?.values[level];
    const to = before?.values[level];
    const within = (value: SortValue, inner: Range, guard: Filter = []): readonly Segment[] =>
      cut(rest, level + 1, inner).map(({ bounds, ...inOrder }) => ({
        ...inOrder,
        bounds: [...isValue(entity, key.field, value), ...guard, ...bounds],
      }));

    if (from === undefined || to === undefined) {
      return [
        ...(from === undefined ? [] : within(from, { after })),
        ...between(keys, from, to),
        ...(to === undefined ? [] : within(to, { before })),
      ];
    }
    if (from === to) return within(from, { after, before });
    // Which of two values comes first, and whether they are one to its collation, the upstream alone can tell: guards
    // leave it the decision. Of positions in the wrong order, nothing lies between.
    if (emptiesAreLast(key, empties) ? from === null : to === null) return [];
    return [
      ...(mayBeEqual(from, to) ? within(from, { after, before }, isValue(entity, key.field, to)) : []),
      ...within(from, { after }, from === null ? [] : bound(entity, key, 'before', to)),
      ...between(keys, from, to),
      ...within(to, { before }, to === null ? [] : bound(entity, key, 'after', from)),
    ];
  }

  /** The rows whose first key is strictly between two values; `undefined` is the end of the order, `null` the empty value. */
  function between(keys: Order, from: SortValue | undefined, to: SortValue | undefined): readonly Segment[] {
    const [key] = keys as readonly [OrderKey, ...OrderKey[]];
    const values: Segment = {
      bounds: [
        ...bound(entity, key, 'after', from),
        ...bound(entity, key, 'before', to),
        ...(reachesEmpties(key, { from, to }, empties) && mayBeEmpty(listing, key) ? [isEmpty(key.field, false)] : []),
      ],
      order: keys,
    };
    // A cursor can be at a row without a value though this part of the filter has none.
    if (emptiesAreLast(key, empties)) {
      if (from === null) return [];
      return to === undefined && mayBeEmpty(listing, key) ? [values, emptySegment(keys)] : [values];
    }
    if (to === null) return [];
    return from === undefined && mayBeEmpty(listing, key) ? [emptySegment(keys), values] : [values];
  }
}

/** The rows whose first key is empty. */
export function emptySegment(order: Order): Segment {
  const [key, ...rest] = order as readonly [OrderKey, ...OrderKey[]];
  return { bounds: [isEmpty(key.field, true)], order: rest };
}

/** Returns true if rows with an empty first key come after the rows with a value, so that no bound on that key reaches them. */
export function emptiesFollow(listing: Listing): boolean {
  const [key] = listing.order as readonly [OrderKey, ...OrderKey[]];
  return mayBeEmpty(listing, key) && emptiesAreLast(key, listing.empties);
}

function emptiesAreLast({ direction }: OrderKey, empties: Sorting['empties']): boolean {
  return (empties === 'low') === (direction === 'desc');
}

/** The rows from a value of the first key on, that value included: one run, which holds no empty values. */
export function fromValue(listing: Listing, value: string | number): Filter {
  const { entity, order, empties } = listing;
  const [key] = order as readonly [OrderKey, ...OrderKey[]];
  const reaches = reachesEmpties(key, { from: value, to: undefined }, empties) && mayBeEmpty(listing, key);
  return [
    ...(key.direction === 'asc'
      ? [{ field: key.field, operator: 'gte', value } as const]
      : upTo(entity, key.field, value)),
    ...(reaches ? [isEmpty(key.field, false)] : []),
  ];
}

/**
 * The caller's conditions and the bounds of a segment as one filter. It can be one that nothing passes: a cursor can stand
 * at a row that the conditions of one part of the filter exclude.
 */
export function bounded(filter: Filter, bounds: Filter): Filter {
  return [...filter.filter((condition) => !bounds.some((other) => isSameCondition(other, condition))), ...bounds];
}

function isSameCondition(a: Condition, b: Condition): boolean {
  return a.field === b.field && a.operator === b.operator && a.value === b.value;
}

function idBounds(entity: Entity, key: OrderKey, { after, before }: Range): Filter {
  const id = after && 'id' in after ? after.id : undefined;
  return [...bound(entity, key, 'after', id), ...bound(entity, key, 'before', before?.id)];
}

/**
 * The rows with a value, as it is shown. Of texts these are the ones that sort neither before nor after it: equality itself is LIKE
 * natively, and would leave out what ties in the order all the same, such as a text with a space at its end (contract §11.6).
 */
function isValue(entity: Entity, field: string, value: SortValue): Filter {
  if (value === null) return [isEmpty(field, true)];
  const kind = kindOf(entity, field);
  // All that is shown as this second: an upstream that stores times finer finds only a part of them by equality.
  if (kind === 'datetime') return [{ field, operator: 'gte', value }, ...upTo(entity, field, value)];
  if (kind !== 'text' && kind !== 'code') return [{ field, operator: 'eq', value }];
  return [
    { field, operator: 'gte', value },
    { field, operator: 'lte', value },
  ];
}

/**
 * The rows up to a value, that value included. Where an upstream stores times finer than it shows them, they reach to the
 * end of the second that is shown.
 */
function upTo(entity: Entity, field: string, value: string | number): Filter {
  if (kindOf(entity, field) !== 'datetime') return [{ field, operator: 'lte', value }];
  return [{ field, operator: 'lt', value: momentAfter(String(value)) }];
}

function isEmpty(field: string, value: boolean): Condition {
  return { field, operator: 'isEmpty', value };
}

function mayBeEmpty({ entity, filter }: Listing, { field }: OrderKey): boolean {
  return canBeEmpty(entity, field) && !excludesEmpty(entity, filter, field);
}

/**
 * Returns true if a comparison that is open towards the end where empty values sort could let them through: natively a blank
 * text is a text, and an unset link is a 0.
 */
function reachesEmpties(
  { direction }: OrderKey,
  { from, to }: { readonly from: SortValue | undefined; readonly to: SortValue | undefined },
  empties: Sorting['empties'],
): boolean {
  const towardsEmpties = (empties === 'low') === (direction === 'asc') ? from : to;
  return towardsEmpties === undefined || towardsEmpties === null;
}

/**
 * The bound that a value of `key` puts on rows on one side of it; none for an empty value or an open end. One on a time
 * lets through what an upstream stores within the second that is shown: such rows show the value itself, which is seen
 * (`check-answer.ts`), where they would otherwise be lost.
 */
function bound(
  entity: Entity,
  { field, direction }: OrderKey,
  side: 'after' | 'before',
  value: SortValue | undefined,
): Filter {
  if (value === undefined || value === null) return [];
  if ((side === 'after') === (direction === 'asc')) return [{ field, operator: 'gt', value }];
  if (kindOf(entity, field) !== 'datetime') return [{ field, operator: 'lt', value }];
  return [...upTo(entity, field, value), { field, operator: 'ne', value }];
}
