import type { Condition, FilterScalar } from './condition.ts';

/** The values that a yes-or-no field can have, as the upstream stores them. */
const FLAGS = [0, 1] as const;

/**
 * Returns the values of a yes-or-no field that meet all of its conditions, so that a range, which the upstream may not
 * have for such a field, is sent as the values in it. Nothing if the conditions are about records without a value alone.
 */
export function flagsThatMeet(conditions: readonly Condition[]): readonly FilterScalar[] | undefined {
  if (conditions.every(({ operator, value }) => operator === 'isEmpty' && value === true)) return undefined;
  return FLAGS.filter((flag) => conditions.every((condition) => isMet(condition, flag)));
}

function isMet({ operator, value }: Condition, flag: number): boolean {
  const [bound = Number.NaN, ...others] = [value].flat().map(Number);
  switch (operator) {
    case 'eq':
    case 'in':
      return [bound, ...others].includes(flag);
    case 'ne':
    case 'notIn':
      return ![bound, ...others].includes(flag);
    case 'gt':
      return flag > bound;
    case 'gte':
      return flag >= bound;
    case 'lt':
      return flag < bound;
    case 'lte':
      return flag <= bound;
    case 'isEmpty':
      return value === false;
    case 'contains':
      return true;
    default:
      return operator satisfies never;
  }
}
