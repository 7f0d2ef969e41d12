import type { UpstreamRow } from '../entities/decode.ts';
import { kindOf } from '../entities/entity.ts';
import type { ListQuery } from '../query/list-query.ts';
import { matchesNothing } from '../query/filter.ts';
import type { Order } from '../query/order.ts';
import { idAscends, isAt, leadingKeys, type Position, sortValues } from './position.ts';
import { checkedAnswer } from './check-page.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { bounded, fromValue } from './segments.ts';
import type { Listing } from './listing.ts';
import { rowsToSettle, settledRows } from './settle.ts';
import type { Start } from './position.ts';
import type { Steps } from './steps.ts';

/** The rows that a walk reads, and the fields to select of each. */
export interface Walk extends Listing {
  readonly fields: ReadonlySet<string>;
}

/** The result of an anchored read. */
export interface Anchored {
  /** The rows that follow the cursor's. */
  readonly rows: readonly UpstreamRow[];
  /** True if more rows with a value of the first key follow. */
  readonly hasMore: boolean;
  /** The place to continue at behind these rows, if not behind the last. */
  readonly restart?: Start | undefined;
}

/**
 * Reads the `count` rows after a position in one call: all rows from the position's value of the first key on, which
 * begin with the ties that were delivered already. Such a read has no offset and fits the upstream's first inner page,
 * so it sees one state of the data even where inner pages begin at multiples of 50.
 *
 * @returns the rows, or nothing if the position cannot be found in what came back: take the exact walk then
 */
export function* readAnchored(walk: Walk, after: Position, count: number): Steps<Anchored | undefined> {
  const { entity, filter, order, fields, empties } = walk;
  const [value] = after.values;
  if (value === undefined || value === null) return undefined;
  // More ties than rows of the page are better left out by an exact walk.
  if (after.ties < 1 || after.ties > count || after.ties + count > INNER_PAGE_ROWS) return undefined;

  const read: ListQuery = {
    entity,
    filter: bounded(filter, fromValue(walk, value)),
    order,
    offset: 0,
    limit: Math.min(INNER_PAGE_ROWS, after.ties + count + rowsToSettle(entity, order, count)),
    fields,
    withTotal: false,
  };
  if (matchesNothing(entity, read.filter)) return undefined;
  const { rows: sorted, hasMore } = checkedAnswer(read, yield read, empties);
  const { rows, restart } = settledRows(sorted, { entity, order, sorted: order, hasMore, empties });
  const at = rows.findIndex((row) => isAt(entity, row, after, order));
  if (at !== -1) return { rows: rows.slice(at + 1), hasMore: hasMore || restart !== undefined, restart };
  // Times may be stored finer than they are shown: then ties stand in another order than that of their ids.
  if (leadingKeys(order).length > 1 || kindOf(entity, order[0]?.field ?? 'id') === 'datetime') return undefined;
  return yield* withoutAnchor(walk, after, { rows, hasMore });
}

/**
 * The cursor's row is gone, and `rows` begins at the first tie. Ties stand in the order of their ids, so from the first
 * id past the cursor's on, all rows are past it. Rows ahead of that are delivered ties, or have a later value and a
 * smaller id; which, only the upstream's own equality can tell where texts differ in letters alone.
 */
function* withoutAnchor(
  { entity, filter, order, empties }: Walk,
  after: Position,
  { rows, hasMore }: Anchored,
): Steps<Anchored> {
  const [value] = after.values as readonly [string | number];
  const precedes = idAscends(order)
    ? (row: UpstreamRow) => row.id <= after.id
    : (row: UpstreamRow) => row.id >= after.id;
  const firstPast = rows.findIndex((row) => !precedes(row));
  const ahead = firstPast === -1 ? rows : rows.slice(0, firstPast);
  const past = firstPast === -1 ? [] : rows.slice(firstPast);

  const differing = ahead.filter((row) => sortValues(entity, row, order)[0] !== value);
  if (differing.length === 0 || typeof value === 'number') return { rows: [...differing, ...past], hasMore };

  // Asked which are later, not which are ties: one that is deleted meanwhile is then left out, not taken for later.
  const [key] = order as readonly [Order[number], ...Order];
  const read: ListQuery = {
    entity,
    filter: bounded(filter, [
      { field: key.field, operator: key.direction === 'asc' ? 'gt' : 'lt', value },
      { field: 'id', operator: 'in', value: differing.map((row) => row.id) },
    ]),
    order,
    offset: 0,
    limit: differing.length,
    fields: new Set(),
    withTotal: false,
  };
  const later = checkedAnswer(read, yield read, empties);
  const laterIds = new Set(later.rows.map((row) => row.id));
  return { rows: [...differing.filter((row) => laterIds.has(row.id)), ...past], hasMore };
}
