import type { Condition } from './change-filter.ts';
import { conditions, everything, isEmptyValue, type Mutation, nothing } from './mutation.ts';

const times = ['filter.date.from', 'filter.date.before', 'filter.date.after', 'filter.date.until', 'filter.date.equal'];

/** Faults of conditions on times (contract §11.7, §11.14). */
export const dateMutations: readonly Mutation[] = [
  {
    id: 'dates.ignored',
    fault: 'does not understand times, and ignores conditions on them',
    caughtBy: [...times, 'filter.date.mongo', 'filter.date.in-utc', 'search.wide-range'],
    others: 8,
    ...dates(() => everything),
  },
  {
    id: 'dates.find-nothing',
    fault: 'does not understand times, and finds nothing by them',
    caughtBy: [...times, 'filter.date.between', 'filter.date.in-utc', 'filter.date.unequal'],
    others: 8,
    ...dates(() => nothing),
  },
  {
    id: 'dates.with-offset-ignored',
    fault: 'ignores conditions on times that have an offset (contract §11.14)',
    caughtBy: ['filter.date.from', 'filter.date.in-utc', 'filter.date.other-offset'],
    others: 9,
    ...dates((one) => (/(?:Z|[+-]\d\d:\d\d)$/.test(String(one.value)) ? everything : one)),
  },
  {
    id: 'dates.offset-not-applied',
    fault: 'ignores the offset of a time',
    caughtBy: ['filter.date.in-utc', 'filter.date.other-offset'],
    others: 1,
    ...dates((one) => ({ ...one, value: String(one.value).replace(/(?:Z|[+-]\d\d:\d\d)$/, '') })),
  },
  {
    id: 'dates.portal-time-as-utc',
    fault: 'reads a time without an offset as UTC',
    caughtBy: ['filter.date.portal-time'],
    others: 1,
    ...dates((one) => ({
      ...one,
      value: /\d\d:\d\d:\d\d$/.test(String(one.value)) ? `${String(one.value)}Z` : one.value,
    })),
  },
  {
    id: 'dates.whole-days',
    fault: 'compares days instead of times',
    caughtBy: ['filter.date.after', 'filter.date.equal', 'filter.date.until'],
    others: 8,
    ...dates((one) => ({ ...one, value: String(one.value).slice(0, 10) })),
  },
  {
    id: 'dates.finer-than-shown',
    fault: 'stores milliseconds, shows seconds, and compares what is stored',
    caughtBy: ['filter.date.equal', 'filter.date.after', 'filter.date.unequal', 'filter.date.until'],
    others: 3,
    // The shown time is earlier than the stored one.
    ...dates((one) => finer[one.operator]?.(one) ?? one),
  },
  {
    id: 'dates.equality-ignored',
    fault: 'ignores equality of times',
    caughtBy: ['filter.date.equal'],
    ...dates((one) => (one.operator === 'eq' ? everything : one)),
  },
  {
    id: 'dates.updated-as-created',
    fault: 'filters by createdTime where updatedTime is named',
    caughtBy: ['filter.date.updated'],
    ...conditions((one) => (one.field === 'updatedTime' ? { ...one, field: 'createdTime' } : one)),
  },
];

const finer: Partial<Record<Condition['operator'], (one: Condition) => Condition | readonly Condition[]>> = {
  eq: () => nothing,
  ne: () => everything,
  gt: (one) => ({ ...one, operator: 'gte' }),
  lte: (one) => ({ ...one, operator: 'lt' }),
};

function dates(change: (one: Condition) => Condition | readonly Condition[]) {
  return conditions((one) => (one.field.endsWith('Time') && !isEmptyValue(one.value) ? change(one) : one));
}
