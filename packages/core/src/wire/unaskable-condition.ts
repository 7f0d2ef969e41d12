import { InvalidArgumentError } from '../errors.ts';
import type { FilterScalar } from '../query/filter.ts';

/**
 * Makes the error of a condition that a request has no place for beside the others on its field: sent all the same, it
 * would replace one of them, and records would be found that do not pass the filter.
 */
export function unaskableCondition(field: string, operator: string, value: FilterScalar): InvalidArgumentError {
  return new InvalidArgumentError(
    `filter.${field}`,
    { [operator]: value },
    `no other condition "${operator}" on "${field}" besides those it has, which the upstream cannot filter by together`,
  );
}
