import { InvalidArgumentError } from '../errors.ts';

/** Maximum number of rows of a page: the upstream's own bound of `limit` (contract §1). */
export const MAX_PAGE_SIZE = 5000;
/** Rows of a page whose size is not given: the upstream's own default, and one of its inner pages (contract §1). */
export const DEFAULT_PAGE_SIZE = 50;

export interface PageSize {
  readonly first?: number | undefined;
  readonly last?: number | undefined;
}

/**
 * Checks the size of a page and fills in the default.
 * @throws InvalidArgumentError if `first` or `last` is no integer from 0 to {@link MAX_PAGE_SIZE}
 */
export function checkedPageSize({ first, last }: PageSize): PageSize {
  for (const [argument, value] of Object.entries({ first, last })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= MAX_PAGE_SIZE)) {
      throw new InvalidArgumentError(argument, value, `an integer from 0 to ${MAX_PAGE_SIZE}`);
    }
  }
  return first === undefined && last === undefined ? { first: DEFAULT_PAGE_SIZE } : { first, last };
}
