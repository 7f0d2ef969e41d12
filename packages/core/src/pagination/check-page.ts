import type { UpstreamRow } from '../entities/decode.ts';
import { canBeEmpty, type Entity } from '../entities/entity.ts';
import { UpstreamError } from '../errors.ts';
import type { ListAnswer, ListQuery } from '../query/list-query.ts';
import type { OrderKey } from '../query/order.ts';
import { rowConditions } from '../query/row-conditions.ts';
import { isCertainlyAfter } from '../query/text-difference.ts';
import { compareValues } from './compare-rows.ts';
import { withoutZeros } from './empty-or-zero.ts';
import { INNER_PAGE_ROWS } from './inner-page.ts';
import { idAscends, leadingKeys, type SortValue, valuesOf } from './position.ts';
import type { NullsOrder } from './nulls-order.ts';

/**
 * Checks that an answer fits its read: each row passes the filter, no row comes twice, and all stand in the order
 * that was asked for. Without it, a walk over an upstream that ignores a filter or an order would lose records, or go in
 * circles. Compares only what is certain without the upstream's collation: numbers, times, first letters of one alphabet,
 * ids among equal values.
 * @returns the answer, without rows that a list glued from several inner pages repeats
 * @throws UpstreamError `bad_response` that says what is wrong
 */
export function checkedAnswer(query: ListQuery, answer: ListAnswer, empties: NullsOrder): ListAnswer {
  const ascends = ascendsById(answer.rows);
  // By id, as most pages are, no row can come twice.
  const rows = ascends ? answer.rows : withoutRepeats(query.entity, answer.rows);
  const isById = query.order.length === 1 && idAscends(query.order);
  if (!(isById && ascends)) checkOrder(query, rows, empties);
  const found = withoutZeros(query, rows.length === answer.rows.length ? answer : { ...answer, rows });
  checkFilter(query, found.rows);
  return found;
}

/** Returns the error of an answer that does not fit its read. It names fields, never values. */
export function notAsAsked({ name }: Entity, what: string): UpstreamError {
  return new UpstreamError('bad_response', `The upstream's answer for ${name} ${what}.`);
}

function ascendsById(rows: readonly UpstreamRow[]): boolean {
  let before = 0;
  for (const { id } of rows) {
    if (id <= before) return false;
    before = id;
  }
  return true;
}

/** Changes while a list is glued from inner pages can repeat some rows (docs/pagination.md); one inner page cannot. */
function withoutRepeats(entity: Entity, rows: readonly UpstreamRow[]): readonly UpstreamRow[] {
  const ids = new Set<number>();
  for (const { id } of rows) ids.add(id);
  if (ids.size === rows.length) return rows;
  if (rows.length <= INNER_PAGE_ROWS || ids.size * 2 < rows.length)
    throw notAsAsked(entity, `has a ${entity.singular} twice`);
  return rows.filter(({ id }) => ids.delete(id));
}

function checkFilter({ entity, filter }: ListQuery, rows: readonly UpstreamRow[]): void {
  for (const [{ field, operator }, holds] of rowConditions(entity, filter)) {
    if (rows.some((row) => holds(row) === false)) {
      throw notAsAsked(entity, `has a ${entity.singular} that the condition "${operator}" on "${field}" excludes`);
    }
  }
}

function checkOrder({ entity, order }: ListQuery, rows: readonly UpstreamRow[], empties: NullsOrder): void {
  const keys = leadingKeys(order);
  const byId = idAscends(order) ? 1 : -1;
  let before: UpstreamRow | undefined;
  let valuesBefore: readonly SortValue[] = [];
  for (const row of rows) {
    const values = keys.length === 0 ? valuesBefore : valuesOf(entity, row, keys);
    const wrong = before && keys.length > 0 && firstWrong(entity, keys, valuesBefore, values, empties);
    if (wrong) throw notAsAsked(entity, `is not in the order that was asked for, by "${wrong.field}"`);
    if (before && (row.id - before.id) * byId <= 0 && areTies(values, valuesBefore)) {
      throw notAsAsked(entity, 'is not in the order that was asked for, by "id" among equal values');
    }
    before = row;
    valuesBefore = values;
  }
}

function areTies(a: readonly SortValue[], b: readonly SortValue[]): boolean {
  return a.every((value, level) => value === b[level] && value !== null);
}

/** Returns the first key by which two rows are certainly in the wrong order; keys behind an undecided one are ignored. */
function firstWrong(
  entity: Entity,
  keys: readonly OrderKey[],
  before: readonly SortValue[],
  after: readonly SortValue[],
  empties: NullsOrder,
): OrderKey | undefined {
  for (const [level, key] of keys.entries()) {
    const [a = null, b = null] = [before[level], after[level]];
    if (a === null && b === null) {
      if (!canBeEmpty(entity, key.field)) throw notAsAsked(entity, `has ${entity.name} without "${key.field}"`);
      // They are stored in two forms, which sort one after the other (contract §11.7).
      return undefined;
    }
    const difference = compareValues(entity, key, a, b, empties);
    if (difference === undefined) return standsWrong(key, String(a), String(b)) ? key : undefined;
    if (difference !== 0) return difference > 0 ? key : undefined;
  }
  return undefined;
}

function standsWrong({ direction }: OrderKey, before: string, after: string): boolean {
  return direction === 'asc' ? isCertainlyAfter(before, after) : isCertainlyAfter(after, before);
}
