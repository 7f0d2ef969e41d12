import { canBeEmpty, type ContactField, contactFields } from '../entities/contact-fields.ts';
import { type Condition, type ContactFilter, excludesEmpty } from '../query/filter.ts';
import { momentAfter } from '../query/moment.ts';
import type { ContactOrder, OrderKey } from '../query/order.ts';
import { mayBeEqual, type Position, type SortValue, type Start } from './position.ts';
import type { NullsOrder } from './nulls-order.ts';

/**
 * A run of rows that lie side by side in the order and that a filter alone can name, so that no offset is needed to
 * read it.
 */
export interface Segment {
  readonly bounds: ContactFilter;
  /** The order within the run: keys that the bounds fix are left out. */
  readonly order: ContactOrder;
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
export function segmentsBetween(
  order: ContactOrder,
  range: Range,
  filter: ContactFilter,
  empties: NullsOrder,
): readonly Segment[] {
  return cut(order, 0, range);

  function cut(keys: ContactOrder, level: number, { after, before }: Range): readonly Segment[] {
    const [key] = keys;
    if (!key) return [];
    if (!after && !before) return [{ bounds: [], order: keys }];
    if (keys.length === 1) return [{ bounds: idBounds(key, { after, before }), order: keys }];

    const rest = keys.slice(1);
    const from = after?.values[level];
    const to = before?.values[level];
    const within = (value: SortValue, inner: Range, guard: ContactFilter = []): readonly Segment[] =>
      cut(rest, level + 1, inner).map(({ bounds, ...inOrder }) => ({
        ...inOrder,
        bounds: [...isValue(key.field, value), ...guard, ...bounds],
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
      ...(mayBeEqual(from, to) ? within(from, { after, before }, isValue(key.field, to)) : []),
      ...within(from, { after }, from === null ? [] : bound(key, 'before', to)),
      ...between(keys, from, to),
      ...within(to, { before }, to === null ? [] : bound(key, 'after', from)),
    ];
  }

  /** The rows whose first key is strictly between two values; `undefined` is the end of the order, `null` the empty value. */
  function between(keys: ContactOrder, from: SortValue | undefined, to: SortValue | undefined): readonly Segment[] {
    const [key] = keys as readonly [OrderKey, ...OrderKey[]];
    const values: Segment = {
      bounds: [
        ...bound(key, 'after', from),
        ...bound(key, 'before', to),
        ...(reachesEmpties(key, { from, to }, empties) && mayBeEmpty(key, filter) ? [isEmpty(key.field, false)] : []),
      ],
      order: keys,
    };
    // A cursor can be at a row without a value though this part of the filter has none.
    if (emptiesAreLast(key, empties)) {
      if (from === null) return [];
      return to === undefined && mayBeEmpty(key, filter) ? [values, emptySegment(keys)] : [values];
    }
    if (to === null) return [];
    return from === undefined && mayBeEmpty(key, filter) ? [emptySegment(keys), values] : [values];
  }
}

/** The rows whose first key is empty. */
export function emptySegment(order: ContactOrder): Segment {
  const [key, ...rest] = order as readonly [OrderKey, ...OrderKey[]];
  return { bounds: [isEmpty(key.field, true)], order: rest };
}

/** Whether rows with an empty first key come after the rows with a value, so that no bound on that key reaches them. */
export function emptiesFollow(order: ContactOrder, filter: ContactFilter, empties: NullsOrder): boolean {
  const [key] = order as readonly [OrderKey, ...OrderKey[]];
  return mayBeEmpty(key, filter) && emptiesAreLast(key, empties);
}

function emptiesAreLast({ direction }: OrderKey, empties: NullsOrder): boolean {
  return (empties === 'low') === (direction === 'desc');
}

/** The rows from a value of the first key on, that value included: one run, which holds no empty values. */
export function fromValue(
  order: ContactOrder,
  value: string | number,
  filter: ContactFilter,
  empties: NullsOrder,
): ContactFilter {
  const [key] = order as readonly [OrderKey, ...OrderKey[]];
  const reaches = reachesEmpties(key, { from: value, to: undefined }, empties) && mayBeEmpty(key, filter);
  return [
    ...(key.direction === 'asc' ? [{ field: key.field, operator: 'gte', value } as const] : upTo(key.field, value)),
    ...(reaches ? [isEmpty(key.field, false)] : []),
  ];
}

/**
 * The caller's conditions and the bounds of a segment as one filter. It can be one that nothing passes: a cursor can stand
 * at a row that the conditions of one part of the filter exclude.
 */
export function bounded(filter: ContactFilter, bounds: ContactFilter): ContactFilter {
  return [...filter.filter((condition) => !bounds.some((other) => isSameCondition(other, condition))), ...bounds];
}

function isSameCondition(a: Condition, b: Condition): boolean {
  return a.field === b.field && a.operator === b.operator && a.value === b.value;
}

function idBounds(key: OrderKey, { after, before }: Range): ContactFilter {
  const id = after && 'id' in after ? after.id : undefined;
  return [...bound(key, 'after', id), ...bound(key, 'before', before?.id)];
}

/**
 * The rows with a value, as it is shown. Of texts these are the ones that sort neither before nor after it: equality itself is LIKE
 * natively, and would leave out what ties in the order all the same, such as a text with a space at its end (contract §11.6).
 */
function isValue(field: ContactField, value: SortValue): ContactFilter {
  if (value === null) return [isEmpty(field, true)];
  const { kind } = contactFields[field];
  // All that is shown as this second: an upstream that stores times finer finds only a part of them by equality.
  if (kind === 'datetime') return [{ field, operator: 'gte', value }, ...upTo(field, value)];
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
function upTo(field: ContactField, value: string | number): ContactFilter {
  if (contactFields[field].kind !== 'datetime') return [{ field, operator: 'lte', value }];
  return [{ field, operator: 'lt', value: momentAfter(String(value)) }];
}

function isEmpty(field: ContactField, value: boolean): Condition {
  return { field, operator: 'isEmpty', value };
}

function mayBeEmpty(key: OrderKey, filter: ContactFilter): boolean {
  return canBeEmpty(key.field) && !excludesEmpty(filter, key.field);
}

/**
 * Whether a comparison that is open towards the end where empty values sort could let them through: natively a blank
 * text is a text, and an unset link is a 0.
 */
function reachesEmpties(
  { direction }: OrderKey,
  { from, to }: { readonly from: SortValue | undefined; readonly to: SortValue | undefined },
  empties: NullsOrder,
): boolean {
  const towardsEmpties = (empties === 'low') === (direction === 'asc') ? from : to;
  return towardsEmpties === undefined || towardsEmpties === null;
}

/**
 * The bound that a value of `key` puts on rows on one side of it; none for an empty value or an open end. One on a time
 * lets through what an upstream stores within the second that is shown: such rows show the value itself, which is seen
 * (`check-answer.ts`), where they would otherwise be lost.
 */
function bound({ field, direction }: OrderKey, side: 'after' | 'before', value: SortValue | undefined): ContactFilter {
  if (value === undefined || value === null) return [];
  if ((side === 'after') === (direction === 'asc')) return [{ field, operator: 'gt', value }];
  if (contactFields[field].kind !== 'datetime') return [{ field, operator: 'lt', value }];
  return [...upTo(field, value), { field, operator: 'ne', value }];
}
