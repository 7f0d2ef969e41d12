import { type ContactField, contactFields, type FieldKind } from './contact-fields.ts';

/** The operators that the upstream has (contract §3), by the names of our API. */
export type FilterOperator = 'eq' | 'ne' | 'in' | 'notIn' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'isEmpty';

export type FilterScalar = string | number | boolean;

/** One condition on one field. A list of them is a filter: all must hold. */
export interface Condition {
  readonly field: ContactField;
  readonly operator: FilterOperator;
  readonly value: FilterScalar | readonly FilterScalar[];
}

/** A filter: conditions that all must hold; an empty list lets every contact through. */
export type ContactFilter = readonly Condition[];

/** The blank value is the empty string: the one form that a query string and a body share (contract §9). */
export const BLANK = '';

const equality = ['eq', 'ne', 'in', 'notIn'] as const;
const comparison = ['gt', 'gte', 'lt', 'lte'] as const;

/**
 * Which operators exist for which kind of field. No substring match on codes and links, and only exact match and
 * substring on multifields (contract §3).
 */
export const operatorsOfKind = {
  id: [...equality, ...comparison],
  link: [...equality, ...comparison, 'isEmpty'],
  text: [...equality, 'contains', 'isEmpty'],
  longText: ['contains', 'isEmpty'],
  code: [...equality, 'isEmpty'],
  datetime: ['eq', 'ne', ...comparison],
  boolean: ['eq'],
  multifield: ['eq', 'contains'],
} as const satisfies Record<FieldKind, readonly FilterOperator[]>;

/** Whether `filter` can match nothing at all, so that no call is needed: some field would have to be one of no values. */
export function matchesNothing(filter: ContactFilter): boolean {
  return filter.some(({ field }) => allowedValues(filter.filter((other) => other.field === field))?.length === 0);
}

/**
 * The values that a field may have by the equalities among its conditions, or nothing if there are none. All of them
 * must hold, and the upstream takes one list of values for a field: so this is their intersection, not their union.
 */
export function allowedValues(conditions: readonly Condition[]): readonly FilterScalar[] | undefined {
  return conditions
    .flatMap(({ field, operator, value }) => {
      if (operator === 'isEmpty') return value === true ? [[BLANK]] : [];
      return operator === 'eq' || operator === 'in'
        ? [[value].flat().map((one) => (isBlank(field, one) ? BLANK : one))]
        : [];
    })
    .reduce<readonly FilterScalar[] | undefined>(
      (allowed, values) => allowed?.filter((one) => values.some((other) => isSame(one, other))) ?? values,
      undefined,
    );
}

/** Whether `filter` lets no contact through whose `field` is empty. */
export function excludesEmpty(filter: ContactFilter, field: ContactField): boolean {
  return filter.some((condition) => condition.field === field && !acceptsEmpty(condition));
}

/** Whether every contact that passes `filter` has the same value of `field`. */
export function fixes(filter: ContactFilter, field: ContactField): boolean {
  // A multifield can equal several values at once; it is not sortable anyway.
  if (contactFields[field].kind === 'multifield') return false;
  return filter.some(
    (condition) =>
      condition.field === field &&
      (condition.operator === 'eq' || (condition.operator === 'isEmpty' && condition.value === true)),
  );
}

/**
 * A text that is equal for equal filters, whatever the order of their conditions; used to bind cursors to a filter and
 * to recognise reads of the same window.
 */
export function filterKey(filter: ContactFilter): string {
  return JSON.stringify(
    filter.map(({ field, operator, value }) => JSON.stringify([field, operator, value])).toSorted(),
  );
}

/** Whether an empty value may pass: in doubt yes, since a walk that leaves out the empty values would go wrong there. */
function acceptsEmpty({ field, operator, value }: Condition): boolean {
  const values: readonly FilterScalar[] = [value].flat();
  switch (operator) {
    case 'ne':
    case 'notIn':
      return true;
    case 'isEmpty':
      return value === true;
    case 'eq':
    case 'in':
    case 'contains':
      return values.some((one) => isBlank(field, one));
    // Natively a blank text is the lowest text, and an unset link is a 0.
    case 'gt':
    case 'gte':
      return values.some((one) => typeof one === 'number' && one <= 0);
    case 'lt':
    case 'lte':
      return true;
    default:
      return operator satisfies never;
  }
}

/** Whether a value asks for the contacts that have none: natively an unset link is a 0 (contract §2, "Booleans"). */
function isBlank(field: ContactField, value: FilterScalar): boolean {
  return value === BLANK || (value === 0 && contactFields[field].kind === 'link');
}

/** Texts ignore case (contract §9). */
function isSame(a: FilterScalar, b: FilterScalar): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase();
}
