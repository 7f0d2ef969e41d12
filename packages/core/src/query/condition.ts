import type { CustomKind } from '../entities/custom-field-spec.ts';

/** The operators that the upstream has (contract §3), by the names of our API. */
export type FilterOperator = 'eq' | 'ne' | 'in' | 'notIn' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'isEmpty';

export type FilterScalar = string | number | boolean;

/**
 * One condition on one field. A list of them is a filter: all must hold. "No value" is one state: null, an empty text
 * and, in a link, 0. It is equal to itself, unequal to every value, and in no range.
 */
export interface Condition<F extends string = string> {
  readonly field: F;
  readonly operator: FilterOperator;
  readonly value: FilterScalar | readonly FilterScalar[];
  /** Present while `field` is a custom field's name as a caller gave it, whose type only the portal knows. */
  readonly unresolved?: UnresolvedCondition;
}

/** A condition on a custom field, as a caller gave it. */
export interface UnresolvedCondition {
  /** The argument that has the conditions on the field, such as `filter.custom[0]`. */
  readonly argument: string;
  /** The member of the argument that has the condition: the kind that the field is taken to have. */
  readonly kind: CustomKind;
}

/** Conditions that all must hold; an empty list lets every record through. */
export type Filter<F extends string = string> = readonly Condition<F>[];
