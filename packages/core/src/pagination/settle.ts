import type { UpstreamRow } from '../entities/decode.ts';
import { canBeEmpty, type Entity, isComparable } from '../entities/entity.ts';
import type { Order } from '../query/order.ts';
import { areCertainlySorted, compareRows } from './compare-rows.ts';
import { leadingKeys, mayBeEqual, type SortValue, sortValues, type Start } from './position.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import type { Sorting } from './listing.ts';

/** The rows of a sorted list that stand where they belong, and where to go on by the exact walk if those are not all. */
export interface Settled {
  readonly rows: readonly UpstreamRow[];
  readonly restart?: Start;
}

export interface SortedList extends Sorting {
  /** The keys that the list was sorted by; the others of `order` are fixed in it. */
  readonly sorted: Order;
  readonly hasMore: boolean;
}

/**
 * Takes from a sorted list what does not depend on how the upstream stores "no value". It has two forms for it, NULL and
 * an empty text or 0, and sorts the ones before the others (contract §11.7): rows without a value stand by id in each form
 * only, and a cursor among them would lose or repeat the others. So a run of them that the list cuts off is left to the
 * exact walk, which reads it by id; so is one that does not rise by id and that only the upstream could sort.
 */
export function settledRows(rows: readonly UpstreamRow[], list: SortedList): Settled {
  const { entity, order, sorted, hasMore } = list;
  const levels = leadingKeys(order).flatMap(({ field }, level) =>
    canBeEmpty(entity, field) && sorted.some((key) => key.field === field) ? [level] : [],
  );
  if (levels.length === 0) return { rows };

  const values = rows.map((row) => sortValues(entity, row, order));
  const settled: UpstreamRow[] = [];
  for (let start = 0; start < rows.length;) {
    const own = values[start] ?? [];
    const level = levels.find((each) => own[each] === null);
    if (level === undefined) {
      settled.push(rows[start] as UpstreamRow);
      start += 1;
      continue;
    }
    const end = endOfRun(values, start, level);
    const run = { rows: rows.slice(start, end), values: values.slice(start, end) };
    const whole = end === rows.length && hasMore ? undefined : inOneForm(run, level, list);
    if (!whole) return { rows: settled, restart: { values: [...own.slice(0, level), null] } };
    settled.push(...whole);
    start = end;
  }
  return { rows: settled };
}

/**
 * The rows to read beyond those that are wanted: one, where records that lack a value of a later key may stand at the end
 * of the page, to see if they are all.
 */
export function rowsToSettle(entity: Entity, order: Order, wanted: number): number {
  const laterKeys = leadingKeys(order).slice(1);
  return wanted > 0 && wanted < INNER_PAGE_ROWS && laterKeys.some(({ field }) => canBeEmpty(entity, field)) ? 1 : 0;
}

interface Run {
  readonly rows: readonly UpstreamRow[];
  readonly values: readonly (readonly SortValue[])[];
}

/** Returns the end of the rows that lack a value at `level` and may have the same values before it. */
function endOfRun(values: Run['values'], start: number, level: number): number {
  const own = values[start] ?? [];
  let end = start + 1;
  while (
    values[end]?.[level] === null &&
    own.slice(0, level).every((value, at) => mayBeEqual(value, values[end]?.[at]))
  ) {
    end += 1;
  }
  return end;
}

/** Returns a whole run in the order of its other keys; `undefined` if only the upstream knows that order. */
function inOneForm(run: Run, level: number, list: SortedList): readonly UpstreamRow[] | undefined {
  if (areCertainlySorted(run.rows, list, level + 1)) return run.rows;
  const [first = []] = run.values;
  const isCertain = leadingKeys(list.order).every(
    ({ field }, at) =>
      (at > level && isComparable(list.entity, field)) || run.values.every((values) => values[at] === first[at]),
  );
  return isCertain ? run.rows.toSorted(compareRows(list)) : undefined;
}
