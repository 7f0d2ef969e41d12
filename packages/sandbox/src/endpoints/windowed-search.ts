import { ApiError, invalid } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import type { Field } from '../fields/field.ts';
import type { RequestContext } from '../http/endpoint.ts';
import type { Condition } from '../query/condition.ts';
import { MAX_LIMIT, typeName } from '../query/parse-page-params.ts';
import { rowOrder } from '../store/sort-index.ts';
import { type Pages, type PagesRequest, readPages } from './read-pages.ts';

const dayMs = 86_400_000;
const windowMs = 7 * dayMs;
const wideMs = 14 * dayMs;
// No record is older. A range from the year 1 must not make a hundred thousand windows.
const earliest = Date.UTC(1998, 0, 1);

/** Range of a date field that is read separately: `from` is included, `to` excluded; null for no end. */
export interface DateWindow {
  field: Field;
  from: number;
  to: number | null;
}

/**
 * Returns the 7-day windows of a search over more than 14 days; null if it is not split (contract §2, "Windowed search").
 * A range without an end ends now.
 */
export function dateWindows(request: PagesRequest, autoWindow: unknown, now: number): DateWindow[] | null {
  if (autoWindow !== undefined && typeof autoWindow !== 'boolean') {
    throw invalid(`autoWindow: Expected boolean, received ${typeName(autoWindow)}`);
  }
  const range = wideRange(request.conditions, now);
  if (range === null || autoWindow === false) return null;
  if (request.offset > 0) {
    throw new ApiError(
      400,
      'UNSTABLE_OFFSET_PAGINATION',
      `offset: paging over a wide range of '${range.field.name}' is not stable; send autoWindow: false and sort by id`,
    );
  }
  const windows: DateWindow[] = [];
  for (let from = Math.max(range.from, earliest); from <= range.to; from += windowMs) {
    const last = from + windowMs > range.to;
    windows.push({ field: range.field, from, to: last ? null : from + windowMs });
  }
  return windows;
}

function wideRange(conditions: readonly Condition[], now: number): { field: Field; from: number; to: number } | null {
  for (const condition of conditions) {
    if (condition.type !== 'compare' || condition.field.kind !== 'datetime') continue;
    if (condition.operator !== 'gt' && condition.operator !== 'gte') continue;
    const { field, cell: from } = condition;
    const ends = conditions.flatMap((other) =>
      other.type === 'compare' && other.field === field && (other.operator === 'lt' || other.operator === 'lte')
        ? [Number(other.cell)]
        : [],
    );
    const to = Math.min(...ends, ...(ends.length === 0 ? [now] : []));
    if (typeof from === 'number' && to - from > wideMs) return { field, from, to };
  }
  return null;
}

/** Reads one window after the other, merges the rows without duplicates, and adds the number of windows to meta. */
export async function readWindows(
  entity: Entity,
  context: RequestContext,
  request: PagesRequest,
  windows: readonly DateWindow[],
): Promise<Pages> {
  const byPosition = new Map<number, Record<string, unknown>>();
  let windowErrors = 0;
  let total = 0;
  for (const { field, from, to } of windows) {
    const bounds: Condition[] = [{ type: 'compare', field, operator: 'gte', cell: from }];
    if (to !== null) bounds.push({ type: 'compare', field, operator: 'lt', cell: to });
    try {
      const pages = await readPages(entity, context, {
        ...request,
        withTotal: true,
        conditions: [...request.conditions, ...bounds],
        filterText: `${request.filterText} ${from}`,
      });
      total += pages.total ?? pages.rows.length;
      for (const [at, row] of pages.rows.entries()) byPosition.set(pages.positions[at] ?? 0, row);
    } catch {
      windowErrors += 1;
    }
  }
  if (windowErrors === windows.length) {
    throw new ApiError(502, 'WINDOWED_SEARCH_FAILED', 'All windows of the search failed');
  }
  const order = rowOrder(entity.table.sortKeys(request.order), entity.table.blanksAt);
  const positions = [...byPosition.keys()].toSorted(order).slice(0, request.limit);
  return {
    rows: positions.map((position) => byPosition.get(position) ?? {}),
    positions,
    more: total > positions.length,
    total,
    meta: { windowCount: windows.length, windowErrors, ...(total > MAX_LIMIT && { truncated: true }) },
  };
}
