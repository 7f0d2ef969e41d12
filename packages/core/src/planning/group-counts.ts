import type { Entity } from '../entities/entity.ts';
import { InvalidArgumentError, UpstreamError } from '../errors.ts';
import { type Condition, type Filter, matchesNothing } from '../query/filter.ts';
import type { Aggregate, ContactGroup } from '../wire/aggregate.ts';
import { MAX_GROUPED_RECORDS } from '../wire/call.ts';

/** Reads that {@link countByValue} needs; in the gateway, those of the loaders of one operation. */
export interface GroupReads {
  /** The values that the portal lists for a field: the codes of a dictionary, or the ids of its users. */
  readonly values: (field: string) => Promise<readonly (string | number)[]>;
  /** Counts the contacts that pass a filter, exactly. */
  readonly count: (filter: Filter) => Promise<number>;
}

/** Values that are counted one by one at most: ten batches. */
export const MAX_COUNTED_VALUES = 500;

/**
 * Groups contacts by counting each value of a field on its own, which is exact at any number of contacts. Contacts
 * whose value the portal does not list are the rest of the total, as one group.
 * @throws InvalidArgumentError for a field with too many values; UpstreamError `bad_response` if the parts add up to
 *   more than the total, as they can while contacts change
 */
export async function countByValue(
  { entity, filter }: { readonly entity: Entity; readonly filter: Filter },
  field: string,
  { values, count }: GroupReads,
): Promise<Aggregate> {
  const keys = await values(field);
  if (keys.length > MAX_COUNTED_VALUES) {
    const allowed = `a field of at most ${MAX_COUNTED_VALUES} values where more than ${MAX_GROUPED_RECORDS} contacts pass the filter`;
    throw new InvalidArgumentError('groupBy', field, allowed);
  }
  const countIf = async (condition: Omit<Condition, 'field'>): Promise<number> => {
    const narrowed: Filter = [...filter, { field, ...condition }];
    return matchesNothing(entity, narrowed) ? 0 : count(narrowed);
  };
  const [total, empty, ...counts] = await Promise.all([
    count(filter),
    countIf({ operator: 'isEmpty', value: true }),
    ...keys.map((value) => countIf({ operator: 'eq', value })),
  ]);
  const listed = keys.map((key, index): ContactGroup => ({ key, count: counts[index] ?? 0 }));
  const none: ContactGroup = { key: null, count: empty };
  const rest = [none, ...listed].reduce((left, group) => left - group.count, total);
  if (rest < 0) {
    throw new UpstreamError('bad_response', `The contacts by ${field} add up to more than all contacts.`);
  }
  const groups = [...listed, none, { key: null, count: rest, isOther: true } as const];
  return {
    count: total,
    groups: groups.filter((group) => group.count > 0).toSorted((a, b) => b.count - a.count),
  };
}
