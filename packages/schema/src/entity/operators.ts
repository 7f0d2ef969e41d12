import { type Condition, type FilterScalar, InvalidArgumentError } from '@contacts/core';
import { checkLength, type InputLimits } from '../input-limits.ts';

/** The operators of one field with their values, as GraphQL has coerced them. */
export type Operators = Readonly<Record<string, FilterScalar | readonly FilterScalar[] | null | undefined>>;

/**
 * Returns the value of an operator.
 * @param at the path of the operator
 * @throws InvalidArgumentError for null and an empty text, which the upstream would take for "no value"
 */
export function checkedValue(
  at: string,
  value: Operators[string],
  { plural, limits }: { readonly plural: string; readonly limits: InputLimits },
): Condition['value'] {
  const otherwise = `isEmpty finds ${plural} without a value`;
  if (value === null || value === undefined) {
    throw new InvalidArgumentError(at, null, `a value, or leaving the operator out; ${otherwise}`);
  }
  if (typeof value === 'object') checkLength(at, value, limits.values, 'values');
  if (value === '' || (typeof value === 'object' && value.includes(''))) {
    throw new InvalidArgumentError(at, value, `a text that is not empty; ${otherwise}`);
  }
  return value;
}

/** The upstream takes one wanted value or one list of them for a field. @throws InvalidArgumentError for more */
export function checkWanted(path: string, given: Operators, conditions: readonly Condition[]): void {
  const wanting = conditions.filter(
    ({ operator, value }) => operator === 'eq' || operator === 'in' || (operator === 'isEmpty' && value === true),
  );
  if (wanting.length <= 1) return;
  const matches = 'matches' in given ? ', matches' : '';
  throw new InvalidArgumentError(path, given, `only one of eq, in${matches} and isEmpty: true`);
}
