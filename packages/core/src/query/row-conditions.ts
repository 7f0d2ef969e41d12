import { decoders, type UpstreamRow } from '../entities/decode.ts';
import { type Entity, hasSeveral, isText, isTime, kindOf, shownValue } from '../entities/entity.ts';
import { acceptsEmpty, type Condition, type Filter, type FilterScalar, isBlank } from './filter.ts';
import { areCertainlyDifferent, isCertainlyAfter } from './text-difference.ts';

/** Returns true if a row meets a condition; `undefined` if only the upstream can decide, or the row lacks the field. */
export type RowCondition = (row: UpstreamRow) => boolean | undefined;

type ValueTest = (value: string | number) => boolean | undefined;

/**
 * A condition as a test of rows, as far as it is certain without the upstream: numbers and times can be compared, and a
 * value is there or not. How texts compare, its collation decides, but for what is the same in all.
 */
export function rowCondition(entity: Entity, condition: Condition): RowCondition | undefined {
  const { field } = condition;
  const kind = kindOf(entity, field);
  if (kind === 'boolean') return undefined;
  if (hasSeveral(entity, field)) return severalCondition(entity, condition);
  const decode: (value: unknown) => string | number | null | undefined = decoders[kind];
  const passesEmpty = acceptsEmpty(entity, condition);
  const test = isText(entity, field) ? textTest(condition) : numberTest(entity, condition);
  return (row) => {
    const shown = shownValue(entity, row, field);
    const value = shown === undefined ? undefined : decode(shown);
    if (value === undefined) return undefined;
    if (value === null) return passesEmpty;
    return test(isTime(entity, field) ? Date.parse(String(value)) : value);
  };
}

/** A list shows the first of several values at least: a row that shows one has some. */
function severalCondition(entity: Entity, { field, operator, value }: Condition): RowCondition | undefined {
  if (operator !== 'isEmpty' || value !== true) return undefined;
  const decode = decoders[kindOf(entity, field)];
  return (row) => {
    const shown = decode(shownValue(entity, row, field));
    return shown === null || shown === undefined ? undefined : false;
  };
}

/** Returns the tests of a filter. Two bounds of a text that leave one value are an equality with it. */
export function rowConditions(entity: Entity, filter: Filter): readonly (readonly [Condition, RowCondition])[] {
  const values = filter.filter(
    ({ field, operator, value }) =>
      operator === 'gte' &&
      isText(entity, field) &&
      filter.some((other) => other.field === field && other.operator === 'lte' && other.value === value),
  );
  const equalities = values.map((condition): Condition => ({ ...condition, operator: 'eq' }));
  return [...filter, ...equalities].flatMap((condition) => {
    const test = rowCondition(entity, condition);
    return test ? [[condition, test] as const] : [];
  });
}

function numberTest(entity: Entity, { field, operator, value }: Condition): ValueTest {
  const numbers = [value].flat().map((one) => (isBlank(entity, field, one) ? Number.NaN : numberOf(one)));
  const bound = isRange(operator) ? numberOf(value as FilterScalar) : Number.NaN;
  const wanted = new Set(numbers);
  switch (operator) {
    case 'eq':
    case 'in':
      return (own) => wanted.has(own as number);
    case 'ne':
    case 'notIn':
      return (own) => !wanted.has(own as number);
    case 'isEmpty':
      return () => value === false;
    case 'gt':
      return (own) => (own as number) > bound;
    case 'gte':
      return (own) => (own as number) >= bound;
    case 'lt':
      return (own) => (own as number) < bound;
    case 'lte':
      return (own) => (own as number) <= bound;
    case 'contains':
      return () => undefined;
    default:
      return operator satisfies never;
  }
}

function textTest({ operator, value }: Condition): ValueTest {
  const texts = [value].flat().map(String);
  switch (operator) {
    case 'eq':
    case 'in':
      return (own) => (texts.every((text) => areCertainlyDifferent(text, String(own))) ? false : undefined);
    case 'ne':
    case 'notIn':
      return (own) => (texts.includes(String(own)) ? false : undefined);
    case 'gt':
    case 'gte':
      return (own) =>
        isOutside(String(own), operator, (text) => isCertainlyAfter(text, String(own))) ? false : undefined;
    case 'lt':
    case 'lte':
      return (own) =>
        isOutside(String(own), operator, (text) => isCertainlyAfter(String(own), text)) ? false : undefined;
    case 'isEmpty':
      return () => value === false;
    case 'contains':
      return () => undefined;
    default:
      return operator satisfies never;
  }

  function isOutside(own: string, of: 'gt' | 'gte' | 'lt' | 'lte', isBeyond: (text: string) => boolean): boolean {
    const isStrict = of === 'gt' || of === 'lt';
    return texts.some((text) => (isStrict && text === own) || isBeyond(text));
  }
}

function isRange(operator: Condition['operator']): boolean {
  return operator === 'gt' || operator === 'gte' || operator === 'lt' || operator === 'lte';
}

function numberOf(value: FilterScalar): number {
  return typeof value === 'string' ? Date.parse(value) : Number(value);
}
