import type { Field } from '../fields/field.ts';
import type { Cell } from '../store/column.ts';

/**
 * The comparisons of every filter syntax, under one name each. Natively `eq` and `ne`, a bare key and `!`, are LIKE on
 * texts; `is` and `isNot`, `=` and `!=`, are exact (contract §11.6).
 */
export type Operator = 'eq' | 'ne' | 'is' | 'isNot' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'nin';

/** One condition of a parsed filter. A filter is a list of them, all of which must hold. */
export type Condition =
  | { type: 'compare'; field: Field; operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'; cell: Cell; like?: boolean }
  | { type: 'in'; field: Field; cells: readonly Cell[]; negated: boolean; like?: boolean }
  | { type: 'contains'; field: Field; text: string; negated: boolean }
  | { type: 'any'; of: readonly (readonly Condition[])[] };
