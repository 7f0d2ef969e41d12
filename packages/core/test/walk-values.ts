import * as fc from 'fast-check';
import type { Condition } from '../src/query/filter.ts';
import type { Raw } from './rows-upstream.ts';

/** The fields of an entity that walks are drawn for, by their kinds. */
export interface DrawnFields {
  readonly texts: readonly [string, ...string[]];
  readonly links: readonly string[];
  readonly codes: readonly string[];
  readonly times: readonly string[];
  readonly numbers?: readonly string[];
  readonly flags?: readonly string[];
  readonly days?: readonly string[];
}

/** Few values, so that ties are the rule; pairs that differ in letter case only, and in a letter that a collation folds. */
const someTexts = ['a', 'A', 'b', 'B', 'ab', 'a_', 'A%', 'Ёж', 'еж', 'z', null, ''] as const;
const someNumbers = [null, -7, -0.5, 0, 0.25, 3] as const;
const someFlags = [null, 0, 1] as const;
const someDays = [null, '2024-01-01', '2024-01-02T00:00:00+03:00', '2025-06-01'] as const;
const someTimes = ['2024-01-01T10:00:00+03:00', '2024-01-02T10:00:00+03:00', '2025-06-01T00:00:00+03:00'];

/** The values of a row. */
export function valuesOf({ texts, links, codes, times, ...others }: DrawnFields): fc.Arbitrary<Omit<Raw, 'id'>> {
  const each = (fields: readonly string[], value: fc.Arbitrary<unknown>) => fields.map((field) => [field, value]);
  return fc.record(
    Object.fromEntries([
      ...each(texts, fc.constantFrom(...someTexts)),
      ...each(links, fc.constantFrom(null, 0, 1, 2, 3, 10)),
      ...each(codes, fc.constantFrom(null, '', 'CLIENT', 'PARTNER', 'SUPPLIER')),
      ...each(times, fc.constantFrom(...someTimes)),
      ...each(others.numbers ?? [], fc.constantFrom(...someNumbers)),
      ...each(others.flags ?? [], fc.constantFrom(...someFlags)),
      ...each(others.days ?? [], fc.constantFrom(...someDays)),
    ]) as Record<string, fc.Arbitrary<unknown>>,
  );
}

/** One condition on one of the fields. */
export function conditionsOn({
  texts,
  links,
  codes,
  times,
  numbers,
  flags,
  days,
}: DrawnFields): fc.Arbitrary<Condition> {
  const text = fc.constantFrom(...texts);
  return fc.oneof(
    fc.record({
      field: text,
      operator: fc.constantFrom('eq' as const, 'ne' as const),
      value: fc.constantFrom('a', 'B', 'ЕЖ', 'z', 'a_', 'a%', ''),
    }),
    // The schema refuses an empty text; in a list, or as a part, it means nothing that one request could ask for.
    fc.record({ field: text, operator: fc.constant('contains' as const), value: fc.constantFrom('a', 'B', 'ЕЖ', '_') }),
    fc.record({
      field: text,
      operator: fc.constant('in' as const),
      value: fc.subarray(['a', 'b', 'ёж', 'Z', 'a_'], { minLength: 1 }),
    }),
    fc.record({
      field: text,
      operator: fc.constant('notIn' as const),
      value: fc.subarray(['a', 'b', 'ёж', 'Z', 'a_', 'A%', '']),
    }),
    fc.record({
      field: fc.constantFrom(...links, 'id'),
      operator: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const, 'ne' as const),
      value: fc.integer({ min: 0, max: 12 }),
    }),
    ...onLinks(links),
    fc.record({
      field: fc.constantFrom(...texts.slice(0, 1), ...links, ...codes),
      operator: fc.constant('isEmpty' as const),
      value: fc.boolean(),
    }),
    ...onTimes(times),
    ...onNumbers(numbers),
    ...onFlags(flags),
    ...onDays(days),
  );
}

function onLinks(links: readonly string[]): readonly fc.Arbitrary<Condition>[] {
  if (links.length === 0) return [];
  return [
    fc.record({
      field: fc.constantFrom(...links),
      operator: fc.constantFrom('in' as const, 'notIn' as const),
      value: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
    }),
  ];
}

function onTimes(times: readonly string[]): readonly fc.Arbitrary<Condition>[] {
  if (times.length === 0) return [];
  return [
    fc.record({
      field: fc.constantFrom(...times),
      operator: fc.constantFrom('gte' as const, 'lt' as const, 'eq' as const),
      value: fc.constantFrom('2024-01-02T07:00:00Z', '2025-01-01T00:00:00Z'),
    }),
  ];
}

function onNumbers(numbers: readonly string[] = []): readonly fc.Arbitrary<Condition>[] {
  if (numbers.length === 0) return [];
  const value = fc.constantFrom(-7, -1, 0, 0.25, 3);
  return [
    fc.record({
      field: fc.constantFrom(...numbers),
      operator: fc.constantFrom('eq' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
      value,
    }),
    fc.record({
      field: fc.constantFrom(...numbers),
      operator: fc.constant('in' as const),
      value: fc.subarray([-7, 0, 3], { minLength: 1 }),
    }),
  ];
}

function onFlags(flags: readonly string[] = []): readonly fc.Arbitrary<Condition>[] {
  if (flags.length === 0) return [];
  return [
    fc.record({ field: fc.constantFrom(...flags), operator: fc.constant('eq' as const), value: fc.constantFrom(0, 1) }),
  ];
}

function onDays(days: readonly string[] = []): readonly fc.Arbitrary<Condition>[] {
  if (days.length === 0) return [];
  return [
    fc.record({
      field: fc.constantFrom(...days),
      operator: fc.constantFrom('eq' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
      value: fc.constantFrom('2024-01-01', '2024-01-02', '2025-01-01'),
    }),
    fc.record({ field: fc.constantFrom(...days), operator: fc.constant('isEmpty' as const), value: fc.boolean() }),
  ];
}
