import type { Field } from '../fields/field.ts';
import type { Cell } from '../store/column.ts';

/** The comparisons of every filter syntax, under one name each. */
export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'nin';

/** One condition of a parsed filter. A filter is a list of them, all of which must hold. */
export type Condition =
  | { type: 'compare'; field: Field; operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte'; cell: Cell }
  | { type: 'in'; field: Field; cells: readonly Cell[]; negated: boolean }
  | { type: 'contains'; field: Field; text: string; negated: boolean }
  | { type: 'any'; of: readonly (readonly Condition[])[] };
