import { type Entity, hasSeveral, isText, isTime, kindOf } from '../entities/entity.ts';
import { InvalidArgumentError } from '../errors.ts';
import { type Condition, type Filter, filterKey, type FilterScalar, isBlank, matchesNothing } from './filter.ts';
import { areCertainlyDifferent } from './text-difference.ts';

/** Filters of which at least one must hold, and the argument that they come from. */
export interface Disjunction {
  readonly argument: string;
  readonly filters: readonly Filter[];
}

/** Maximum number of filters of one page: each is a list of its own. */
export const MAX_ALTERNATIVES = 16;

/** A filter, or several of which at least one must hold. */
export type Alternatives = readonly Filter[];

/**
 * Returns the filters that one list each can express, and that together are `filter` and one of each disjunction. The upstream
 * has no OR that is known to work (contract §3). A filter that matches nothing is left out, and filters that differ in
 * the wanted values of one field alone are one: no filter at all means that nothing matches, a single one is a list.
 * @throws InvalidArgumentError for conditions on one field that no request can ask for together, and for more than
 *   {@link MAX_ALTERNATIVES} filters
 */
export function alternativesOf(entity: Entity, filter: Filter, disjunctions: readonly Disjunction[]): Alternatives {
  const all = disjunctions.reduce<Alternatives>(
    (before, { argument, filters }) =>
      before.flatMap((one) => filters.map((other) => checkedConjunction(entity, one, other, argument))),
    [filter],
  );
  const alternatives = joinValues(entity, distinct(all.filter((one) => !matchesNothing(entity, one))));
  const last = disjunctions.at(-1);
  if (alternatives.length > MAX_ALTERNATIVES && last) {
    throw new InvalidArgumentError(
      last.argument,
      `${alternatives.length} alternatives`,
      `with the other arguments, at most ${MAX_ALTERNATIVES} alternatives`,
    );
  }
  return alternatives;
}

/**
 * Returns both filters as one, or `undefined` if no request can express that: two different substrings or, on texts, two bounds of
 * one kind have one place in a filter, and of a field with several values, each may meet another condition.
 */
export function conjunction(entity: Entity, a: Filter, b: Filter): Filter | undefined {
  const both = distinctConditions([...a, ...b]);
  return a.some((one) => b.some((other) => cannotBeJoined(entity, one, other))) ? undefined : both;
}

/** Returns a key that is equal for equal alternatives in any order. */
export function alternativesKey(alternatives: Alternatives): string {
  const [only, ...others] = alternatives;
  return only && others.length === 0 ? filterKey(only) : JSON.stringify(alternatives.map(filterKey).toSorted());
}

function checkedConjunction(entity: Entity, a: Filter, b: Filter, argument: string): Filter {
  const both = conjunction(entity, a, b);
  if (both) return both;
  const conflict = b.find((other) => a.some((one) => cannotBeJoined(entity, one, other)));
  throw new InvalidArgumentError(
    argument,
    conflict?.value,
    `no condition "${conflict?.operator}" on "${conflict?.field}" beside another one on that field, which the upstream cannot filter by together`,
  );
}

function cannotBeJoined(entity: Entity, a: Condition, b: Condition): boolean {
  if (a.field !== b.field || isSame(a, b)) return false;
  if (hasSeveral(entity, a.field)) return true;
  if (a.operator === 'contains' && b.operator === 'contains') return true;
  if (!isText(entity, a.field)) return false;
  if (isEquality(a) && isEquality(b)) return !areCertainlyApartOrSame(entity, a, b);
  return a.operator === b.operator && (a.operator.startsWith('g') || a.operator.startsWith('l'));
}

/** Returns true if each two values of two equalities are one text, or different ones in every collation. */
function areCertainlyApartOrSame(entity: Entity, a: Condition, b: Condition): boolean {
  const valuesOf = ({ field, value }: Condition): readonly FilterScalar[] =>
    [value].flat().filter((one) => !isBlank(entity, field, one));
  return valuesOf(a).every((one) =>
    valuesOf(b).every((other) => isSameText(one, other) || areCertainlyDifferent(String(one), String(other))),
  );
}

function isSameText(a: FilterScalar, b: FilterScalar): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}

function isEquality({ operator }: Condition): boolean {
  return operator === 'eq' || operator === 'in';
}

function isSame(a: Condition, b: Condition): boolean {
  return filterKey([a]) === filterKey([b]);
}

function distinctConditions(filter: Filter): Filter {
  return [...new Map(filter.map((condition) => [filterKey([condition]), condition])).values()];
}

function distinct(filters: readonly Filter[]): Alternatives {
  return [...new Map(filters.map((filter) => [filterKey(filter), filter])).values()];
}

/** Joins filters that differ in one equality on the same field: one list can have all its values. */
function joinValues(entity: Entity, filters: Alternatives): Alternatives {
  const joined: Filter[] = [];
  for (const filter of filters) {
    const at = joined.findIndex((other) => joinedValues(entity, other, filter) !== undefined);
    const both = at === -1 ? undefined : joinedValues(entity, joined[at] as Filter, filter);
    if (both) joined[at] = both;
    else joined.push(filter);
  }
  return joined.length === filters.length ? filters : joinValues(entity, joined);
}

function joinedValues(entity: Entity, a: Filter, b: Filter): Filter | undefined {
  if (a.length !== b.length) return undefined;
  const own = a.filter((one) => !b.some((other) => isSame(one, other)));
  const others = b.filter((one) => !a.some((other) => isSame(one, other)));
  const [left, right] = [own[0], others[0]];
  if (own.length !== 1 || others.length !== 1 || !left || !right || left.field !== right.field) return undefined;
  if (!isEquality(left) || !isEquality(right) || hasSeveral(entity, left.field)) return undefined;
  // No list of either was ever seen.
  if (kindOf(entity, left.field) === 'boolean' || isTime(entity, left.field)) return undefined;
  const values = [...new Set([left.value, right.value].flat())];
  if (values.some((value) => isBlank(entity, left.field, value))) return undefined;
  return a.map((one) => (one === left ? { ...left, operator: 'in', value: values } : one));
}
