import {
  apiName,
  type Condition,
  type Entity,
  type Filter,
  type FilterScalar,
  InvalidArgumentError,
  onShownTimes,
  operatorsOf,
} from '@contacts/core';
import { checkLength, type InputLimits } from '../input-limits.ts';

/** A filter input as GraphQL has coerced it: the operators of each field, by its name in the API. */
export type FilterInput = Readonly<Record<string, Operators | null | undefined>>;

type Operators = Readonly<Record<string, FilterScalar | readonly FilterScalar[] | null | undefined>>;

/**
 * Returns the conditions of a filter input.
 * @throws InvalidArgumentError naming the path of the input that cannot be a condition
 */
export function toFilter(entity: Entity, input: FilterInput | null | undefined, limits: InputLimits): Filter {
  const fields = fieldsByName(entity);
  return Object.entries(input ?? {}).flatMap(([name, operators]) => {
    const field = fields.get(name);
    return field !== undefined && operators ? conditionsOn(entity, field, operators, limits) : [];
  });
}

const namesOfEntities = new WeakMap<Entity, ReadonlyMap<string, string>>();

/** The upstream's fields by their names in the API. */
function fieldsByName(entity: Entity): ReadonlyMap<string, string> {
  const known = namesOfEntities.get(entity);
  if (known) return known;
  const fields = new Map(Object.keys(entity.fields).map((field) => [apiName(entity, field), field]));
  namesOfEntities.set(entity, fields);
  return fields;
}

function conditionsOn(entity: Entity, field: string, operators: Operators, limits: InputLimits): Filter {
  const path = `filter.${apiName(entity, field)}`;
  const checked = { path, plural: entity.name, limits };
  const conditions = operatorsOf(entity, field)
    .filter((operator) => operators[operator] !== undefined)
    .map((operator) => ({ field, operator, value: checkedValue(operator, operators[operator], checked) }));
  // The upstream takes one wanted value or one list of them for a field.
  const wanting = conditions.filter(
    ({ operator, value }) => operator === 'eq' || operator === 'in' || (operator === 'isEmpty' && value === true),
  );
  if (wanting.length > 1) throw new InvalidArgumentError(path, operators, 'only one of eq, in and isEmpty: true');
  return conditions.flatMap((condition) => onShownTimes(entity, condition));
}

function checkedValue(
  operator: string,
  value: Operators[string],
  { path, plural, limits }: { readonly path: string; readonly plural: string; readonly limits: InputLimits },
): Condition['value'] {
  const at = `${path}.${operator}`;
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
