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

/** Whether `filter` can match nothing at all, so that no call is needed: it asks for one of an empty list. */
export function matchesNothing(filter: ContactFilter): boolean {
  return filter.some(({ operator, value }) => operator === 'in' && Array.isArray(value) && value.length === 0);
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

function acceptsEmpty({ operator, value }: Condition): boolean {
  switch (operator) {
    case 'ne':
    case 'notIn':
      return true;
    case 'isEmpty':
      return value === true;
    case 'in':
    case 'eq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
      return false;
    default:
      return operator satisfies never;
  }
}
