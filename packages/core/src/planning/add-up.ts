import type { Aggregate, ContactGroup } from '../wire/aggregate.ts';

/**
 * Adds up counts of filters that have no contact in common. Contacts without a value are one group, in whichever of its
 * forms the upstream stores it (contract §11.7).
 */
export function addUp(parts: readonly Aggregate[]): Aggregate {
  const groups = new Map<string, ContactGroup>();
  for (const group of parts.flatMap((part) => part.groups)) {
    const key = group.key === '' || group.key === 0 ? null : group.key;
    const name = JSON.stringify([key, group.isOther]);
    groups.set(name, { ...group, key, count: group.count + (groups.get(name)?.count ?? 0) });
  }
  return {
    count: parts.reduce((total, { count }) => total + count, 0),
    groups: [...groups.values()].toSorted((a, b) => b.count - a.count),
  };
}
