import type { Field } from '../fields/field.ts';
import type { Cell } from '../store/column.ts';
import type { CompareOperator } from './filter-operators.ts';

/** Condition of a parsed filter. A filter is a list of conditions, all of which must hold. */
export type Condition =
  | { type: 'compare'; field: Field; operator: CompareOperator; cell: Cell; like?: boolean }
  | { type: 'in'; field: Field; cells: readonly Cell[]; negated: boolean; like?: boolean }
  | { type: 'contains'; field: Field; text: string; negated: boolean }
  | { type: 'any'; of: readonly (readonly Condition[])[] };
