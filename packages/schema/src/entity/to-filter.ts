import { apiName, type Condition, type Entity, type Filter, onShownTimes, operatorsOf, specOf } from '@contacts/core';
import { customConditions, type CustomFieldInput } from '../custom-conditions.ts';
import type { InputLimits } from '../input-limits.ts';
import { formsOfPhone } from '../phone-filter.ts';
import { checkedValue, checkWanted, type Operators } from './operators.ts';

/** A filter input as GraphQL has coerced it: the operators of each field, by its name in the API. */
export type FilterInput = Readonly<Record<string, Operators | readonly CustomFieldInput[] | null | undefined>>;

/**
 * Returns the conditions of a filter input.
 * @throws InvalidArgumentError naming the path of the input that cannot be a condition
 */
export function toFilter(entity: Entity, input: FilterInput | null | undefined, limits: InputLimits): Filter {
  const fields = fieldsByName(entity);
  return Object.entries(input ?? {}).flatMap(([name, operators]) => {
    if (!operators) return [];
    if (isCustom(operators)) return customConditions(operators, `filter.${name}`, limits);
    const field = fields.get(name);
    return field === undefined ? [] : conditionsOn(entity, field, operators, limits);
  });
}

/** Returns true for conditions on custom fields, which are a list. */
function isCustom(input: Operators | readonly CustomFieldInput[]): input is readonly CustomFieldInput[] {
  return Array.isArray(input);
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
  const given = operatorsOf(entity, field).filter((operator) => operators[operator] !== undefined);
  const conditions: readonly Condition[] = [
    ...given.map((operator) => ({
      field,
      operator,
      value: checkedValue(`${path}.${operator}`, operators[operator], { plural: entity.name, limits }),
    })),
    ...matching(entity, field, path, operators),
  ];
  checkWanted(path, operators, conditions);
  return conditions.flatMap((condition) => onShownTimes(entity, condition));
}

/** A phone is looked for in its usual forms, all in one list. */
function matching(entity: Entity, field: string, path: string, { matches }: Operators): Filter {
  if (matches === undefined || !specOf(entity, field).isPhone) return [];
  return [{ field, operator: 'in', value: formsOfPhone(`${path}.matches`, matches as string | null) }];
}
