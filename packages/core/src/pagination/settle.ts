import type { ContactRow } from '../entities/contact.ts';
import { canBeEmpty } from '../entities/contact-fields.ts';
import type { ContactOrder } from '../query/order.ts';
import { areCertainlySorted, compareRows, isComparable } from './compare-rows.ts';
import { leadingKeys, mayBeEqual, type SortValue, sortValues, type Start } from './position.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import type { NullsOrder } from './nulls-order.ts';

/** The rows of a sorted list that stand where they belong, and where to go on by the exact walk if those are not all. */
export interface Settled {
  readonly rows: readonly ContactRow[];
  readonly restart?: Start;
}

export interface SortedList {
  readonly order: ContactOrder;
  /** The keys that the list was sorted by; the others of `order` are fixed in it. */
  readonly sorted: ContactOrder;
  readonly hasMore: boolean;
  readonly empties: NullsOrder;
}

/**
 * Takes from a sorted list what does not depend on how the upstream stores "no value". It has two forms for it, NULL and
 * an empty text or 0, and sorts the ones before the others (contract §11.7): rows without a value stand by id in each form
 * only, and a cursor among them would lose or repeat the others. So a run of them that the list cuts off is left to the
 * exact walk, which reads it by id; so is one that does not rise by id and that only the upstream could sort.
 */
export function settledRows(rows: readonly ContactRow[], list: SortedList): Settled {
  const { order, sorted, hasMore } = list;
  const levels = leadingKeys(order).flatMap(({ field }, level) =>
    canBeEmpty(field) && sorted.some((key) => key.field === field) ? [level] : [],
  );
  if (levels.length === 0) return { rows };

  const values = rows.map((row) => sortValues(row, order));
  const settled: ContactRow[] = [];
  for (let start = 0; start < rows.length;) {
    const own = values[start] ?? [];
    const level = levels.find((each) => own[each] === null);
    if (level === undefined) {
      settled.push(rows[start] as ContactRow);
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
 * The rows to read beyond those that are wanted: one, where contacts that lack a value of a later key may stand at the end
 * of the page, to see if they are all.
 */
export function rowsToSettle(order: ContactOrder, wanted: number): number {
  const laterKeys = leadingKeys(order).slice(1);
  return wanted > 0 && wanted < INNER_PAGE_ROWS && laterKeys.some(({ field }) => canBeEmpty(field)) ? 1 : 0;
}

interface Run {
  readonly rows: readonly ContactRow[];
  readonly values: readonly (readonly SortValue[])[];
}

/** Where the rows end that lack a value at `level` and may have the same values before it. */
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

/** A whole run in the order of its other keys; nothing if that order is the upstream's own to tell. */
function inOneForm(run: Run, level: number, { order, empties }: SortedList): readonly ContactRow[] | undefined {
  if (areCertainlySorted(run.rows, order, empties, level + 1)) return run.rows;
  const [first = []] = run.values;
  const isCertain = leadingKeys(order).every(
    (key, at) => (at > level && isComparable(key)) || run.values.every((values) => values[at] === first[at]),
  );
  return isCertain ? run.rows.toSorted(compareRows(order, empties)) : undefined;
}
