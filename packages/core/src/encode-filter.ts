import {
  allowedValues,
  BLANK,
  type Condition,
  type ContactFilter,
  type FilterOperator,
  type FilterScalar,
} from './filter.ts';

/** A filter in the upstream's "Mongo" syntax, the one that its documentation recommends (contract §3). */
export type UpstreamFilter = Readonly<Record<string, UpstreamCondition>>;

export type UpstreamCondition = FilterScalar | Readonly<Record<string, FilterScalar | readonly FilterScalar[]>>;

/**
 * Writes a filter for the upstream. Conditions on one field become members of one object, which the upstream reads as
 * AND; exclusions are joined into one, since an object cannot hold two of a name.
 */
export function encodeFilter(filter: ContactFilter): UpstreamFilter {
  const byField = Map.groupBy(filter, ({ field }) => field);
  return Object.fromEntries([...byField].map(([field, conditions]) => [field, encodeConditions(conditions)]));
}

function encodeConditions(conditions: readonly Condition[]): UpstreamCondition {
  const members: Record<string, FilterScalar | readonly FilterScalar[]> = {};
  const excluded: FilterScalar[] = [];
  for (const { operator, value } of conditions) {
    const values = [value].flat().map(encodeScalar);
    switch (operator) {
      // Joined below: an object has one place for them.
      case 'eq':
      case 'in':
        break;
      case 'ne':
      case 'notIn':
        excluded.push(...values);
        break;
      case 'isEmpty':
        if (value === false) excluded.push(BLANK);
        break;
      case 'gt':
      case 'gte':
      case 'lt':
      case 'lte':
      case 'contains':
        members[comparisonNames[operator]] = values[0] as FilterScalar;
        break;
      default:
        operator satisfies never;
    }
  }
  const allowed = allowedValues(conditions)?.map(encodeScalar);
  const [only] = conditions;
  if (allowed?.length === 1 && conditions.length === 1 && only?.operator !== 'in') return allowed[0] as FilterScalar;
  // There is no `$eq` (contract §3): beside other operators, equality is a list of one.
  if (allowed) members['$in'] = allowed;
  const [unwanted, ...more] = excluded;
  if (unwanted !== undefined) Object.assign(members, more.length === 0 ? { $ne: unwanted } : { $nin: excluded });
  return members;
}

const comparisonNames: Record<Extract<FilterOperator, 'gt' | 'gte' | 'lt' | 'lte' | 'contains'>, string> = {
  gt: '$gt',
  gte: '$gte',
  lt: '$lt',
  lte: '$lte',
  contains: '$contains',
};

/** Booleans are filtered in their native form "Y"/"N", whatever form rows show them in (contract §2, "Booleans"). */
function encodeScalar(value: FilterScalar): string | number {
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  return value;
}
