import { type Entity, type FieldKind, hasSeveral, kindOf, specOf } from '../entities/entity.ts';
import type { UnresolvedCondition, Condition, Filter, FilterOperator, FilterScalar } from './condition.ts';
import { flagsThatMeet } from './flag-values.ts';
import { momentAfter } from './moment.ts';

export type { UnresolvedCondition, Condition, Filter, FilterOperator, FilterScalar };

/** The blank value is the empty string: the one form that a query string and a body share (contract §9). */
export const BLANK = '';

const equality = ['eq', 'ne', 'in', 'notIn'] as const;
const comparison = ['gt', 'gte', 'lt', 'lte'] as const;

/**
 * The operators of each kind of field. No substring match on codes and links, and only exact match and
 * substring on multifields (contract §3).
 */
export const operatorsOfKind = {
  id: [...equality, ...comparison],
  link: [...equality, ...comparison, 'isEmpty'],
  text: [...equality, 'contains', 'isEmpty'],
  longText: ['contains', 'isEmpty'],
  code: [...equality, 'isEmpty'],
  // Natively the empty value finds 0 and NULL alike (contract §11.6): only ranges mean what they say.
  number: [...comparison],
  datetime: ['eq', 'ne', ...comparison],
  date: ['eq', ...comparison],
  boolean: ['eq'],
  flag: ['eq'],
  multifield: ['eq', 'in', 'contains', 'isEmpty'],
  list: ['eq', 'in', 'contains', 'isEmpty'],
} as const satisfies Record<FieldKind, readonly FilterOperator[]>;

/** Returns the operators that the upstream has for a field; none if it cannot filter by the field. */
export function operatorsOf(entity: Entity, field: string): readonly FilterOperator[] {
  const { kind, unlisted } = specOf(entity, field);
  return unlisted ? [] : operatorsOfKind[kind];
}

/** Returns true if `filter` can match nothing at all, so that no call is needed: some field would have to be one of no values. */
export function matchesNothing(entity: Entity, filter: Filter): boolean {
  return filter.some(
    ({ field }) =>
      allowedValues(
        entity,
        filter.filter((other) => other.field === field),
      )?.length === 0,
  );
}

/**
 * The values that a field may have by the equalities among its conditions, or nothing if there are none. All of them
 * must hold, and the upstream takes one list of values for a field: so this is their intersection, not their union.
 */
export function allowedValues(entity: Entity, conditions: readonly Condition[]): readonly FilterScalar[] | undefined {
  const [first] = conditions;
  const flags = first && kindOf(entity, first.field) === 'flag' ? flagsThatMeet(conditions) : undefined;
  if (flags) return flags;
  const allowed = conditions
    .flatMap(({ field, operator, value }) => {
      if (operator === 'isEmpty') return value === true ? [[BLANK]] : [];
      return operator === 'eq' || operator === 'in'
        ? [[...new Set([value].flat().map((one) => (isBlank(entity, field, one) ? BLANK : one)))]]
        : [];
    })
    .reduce<readonly FilterScalar[] | undefined>(
      (values, others) => values?.filter((one) => others.some((other) => isSame(one, other))) ?? others,
      undefined,
    );
  return conditions.every((condition) => acceptsEmpty(entity, condition))
    ? allowed
    : allowed?.filter((value) => value !== BLANK);
}

/** The values, without that of records that have none, which conditions on a field exclude. */
export function excludedValues(entity: Entity, conditions: readonly Condition[]): readonly FilterScalar[] {
  const excluded = conditions.flatMap(({ field, operator, value }) =>
    operator === 'ne' || operator === 'notIn' ? [value].flat().filter((one) => !isBlank(entity, field, one)) : [],
  );
  return [...new Set(excluded)];
}

/** Returns true if `filter` lets no record through whose `field` is empty. */
export function excludesEmpty(entity: Entity, filter: Filter, field: string): boolean {
  return filter.some((condition) => condition.field === field && !acceptsEmpty(entity, condition));
}

/** Returns true if every record that passes `filter` has the same value of `field`. */
export function fixes(entity: Entity, filter: Filter, field: string): boolean {
  // Several values can equal several others at once; such fields are not sortable anyway.
  if (hasSeveral(entity, field)) return false;
  return filter.some(
    (condition) =>
      condition.field === field &&
      (condition.operator === 'eq' || (condition.operator === 'isEmpty' && condition.value === true)),
  );
}

/**
 * The links on which `filter` lets through both records without a value and only some of those with one. Natively
 * neither `<>` nor IN finds NULL in a number (contract §11.6), and no form of OR is known to work: one request can ask
 * for the ones or for the others.
 */
export function dividedFields(entity: Entity, filter: Filter): readonly string[] {
  const byField = Map.groupBy(filter, ({ field }) => field);
  return [...byField].flatMap(([field, conditions]) => {
    if (kindOf(entity, field) !== 'link' || !conditions.every((condition) => acceptsEmpty(entity, condition)))
      return [];
    const allowed = allowedValues(entity, conditions);
    const hasValues = allowed
      ? allowed.some((value) => value !== BLANK)
      : excludedValues(entity, conditions).length > 0;
    return hasValues ? [field] : [];
  });
}

/** Splits a filter into filters that one request each can express; each record that passes `filter` passes one of them. */
export function splitFilter(entity: Entity, filter: Filter): readonly Filter[] {
  return dividedFields(entity, filter).reduce<readonly Filter[]>(
    (parts, field) =>
      parts.flatMap((part) => [true, false].map((value): Filter => [...part, { field, operator: 'isEmpty', value }])),
    [filter],
  );
}

/**
 * A text that is equal for equal filters, whatever the order of their conditions; used to bind cursors to a filter and
 * to recognise reads of the same window.
 */
export function filterKey(filter: Filter): string {
  return JSON.stringify(
    filter.map(({ field, operator, value }) => JSON.stringify([field, operator, value])).toSorted(),
  );
}

/**
 * A condition as one on what is shown: an equality with a time is the second that it is shown as, so that it finds the
 * records that show it even where the upstream stores more than it shows.
 */
export function onShownTimes<F extends string>(entity: Entity, condition: Condition<F>): Filter<F> {
  const { field, operator, value } = condition;
  if (kindOf(entity, field) !== 'datetime' || typeof value !== 'string') return [condition];
  const later = momentAfter(value);
  switch (operator) {
    case 'eq':
      return [
        { field, operator: 'gte', value },
        { field, operator: 'lt', value: later },
      ];
    case 'gt':
      return [{ field, operator: 'gte', value: later }];
    case 'lte':
      return [{ field, operator: 'lt', value: later }];
    default:
      return [condition];
  }
}

/** Returns true if an empty value may pass: in doubt it does, since a walk that leaves out the empty values would go wrong there. */
export function acceptsEmpty(entity: Entity, { field, operator, value }: Condition): boolean {
  const values: readonly FilterScalar[] = [value].flat();
  switch (operator) {
    case 'ne':
    case 'notIn':
      return values.every((one) => !isBlank(entity, field, one));
    case 'isEmpty':
      return value === true;
    case 'eq':
    case 'in':
    case 'contains':
      return values.some((one) => isBlank(entity, field, one));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return false;
    default:
      return operator satisfies never;
  }
}

/** Returns true if a value asks for the records that have none: natively an unset link is a 0 (contract §11.7). */
export function isBlank(entity: Entity, field: string, value: FilterScalar): boolean {
  return value === BLANK || (value === 0 && kindOf(entity, field) === 'link');
}

/** Texts ignore case (contract §9). */
function isSame(a: FilterScalar, b: FilterScalar): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}
