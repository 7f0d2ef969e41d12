import {
  alternativesOf,
  apiName,
  type Condition,
  type Disjunction,
  type Entity,
  type Filter,
  InvalidArgumentError,
  onShownTimes,
  operatorsOf,
  provisionalEntity,
  specOf,
} from '@contacts/core';
import { customConditions, type CustomFieldInput } from '../custom-conditions.ts';
import type { InputLimits } from '../input-limits.ts';
import { formsOfPhone } from '../phone-filter.ts';
import { checkedValue, checkWanted, type Operators } from './operators.ts';

/** A filter input as GraphQL has coerced it: the operators of each field, by its name in the API, conditions on custom fields, and `or`. */
export interface FilterInput {
  readonly [name: string]: Operators | readonly FilterInput[] | readonly CustomFieldInput[] | null | undefined;
}

/** Maximum number of filters of an `or`. */
export const MAX_OR_FILTERS = 4;

/** The conditions of a filter input, and its alternatives. */
export interface FilterArgs {
  readonly filter: Filter;
  readonly anyOf: readonly Disjunction[];
}

/**
 * Returns the conditions of a filter input.
 * @throws InvalidArgumentError naming the path of the input that cannot be a condition
 */
export function toFilterArgs(entity: Entity, input: FilterInput | null | undefined, limits: InputLimits): FilterArgs {
  const or = input?.[OR] as readonly FilterInput[] | null | undefined;
  return {
    filter: conditionsOf(entity, input ?? {}, limits, 'filter'),
    anyOf: or ? [{ argument: OR_PATH, filters: toAlternatives(entity, or, limits) }] : [],
  };
}

/**
 * Returns the conditions of a filter input as one filter, which an `or` has only where it names values of one field.
 * @throws InvalidArgumentError as {@link toFilterArgs}, and for any other `or`
 */
export function toFilter(entity: Entity, input: FilterInput | null | undefined, limits: InputLimits): Filter {
  const { filter, anyOf } = toFilterArgs(entity, input, limits);
  if (anyOf.length === 0) return filter;
  const alternatives = alternativesOf(provisionalEntity({ entity, filter, anyOf, orderBy: [] }), filter, anyOf);
  const [only = NOTHING] = alternatives;
  if (alternatives.length <= 1) return only;
  const allowed = 'here, filters that differ in the value of one field alone; a page takes others';
  throw new InvalidArgumentError(OR_PATH, input?.[OR], allowed);
}

const OR = 'or';
const CUSTOM = 'custom';
const OR_PATH = 'filter.or';
/** A filter that no record passes. */
const NOTHING: Filter = [{ field: 'id', operator: 'in', value: [] }];

function toAlternatives(entity: Entity, or: readonly FilterInput[], limits: InputLimits): readonly Filter[] {
  if (or.length === 0 || or.length > MAX_OR_FILTERS) {
    throw new InvalidArgumentError(OR_PATH, `a list of ${or.length}`, `a list of 1 to ${MAX_OR_FILTERS} filters`);
  }
  return or.map((input, at) => {
    const path = `${OR_PATH}[${at}]`;
    if (input[OR]) throw new InvalidArgumentError(`${path}.or`, input[OR], 'alternatives side by side, in one list');
    const filter = conditionsOf(entity, input, limits, path);
    // It would let all records through, and is far more often a variable that was not set.
    if (filter.length === 0) throw new InvalidArgumentError(path, input, 'a filter with at least one condition');
    return filter;
  });
}

function conditionsOf(entity: Entity, input: FilterInput, limits: InputLimits, path: string): Filter {
  const fields = fieldsByName(entity);
  const custom = input[CUSTOM] as readonly CustomFieldInput[] | null | undefined;
  const conditions = Object.entries(input).flatMap(([name, operators]) => {
    const field = fields.get(name);
    if (field === undefined || !operators || Array.isArray(operators)) return [];
    return conditionsOn(entity, field, operators as Operators, {
      path: `${path}.${name}`,
      plural: entity.name,
      limits,
    });
  });
  return custom ? [...conditions, ...customConditions(custom, `${path}.${CUSTOM}`, limits)] : conditions;
}

const namesOfEntities = new WeakMap<Entity, ReadonlyMap<string, string>>();

/** The upstream's fields by their names in the API. */
function fieldsByName(entity: Entity): ReadonlyMap<string, string> {
  return namesOfEntities.getOrInsertComputed(
    entity,
    () => new Map(Object.keys(entity.fields).map((field) => [apiName(entity, field), field])),
  );
}

/** Where a condition stands, for messages, and what it may have. */
interface Checked {
  readonly path: string;
  readonly plural: string;
  readonly limits: InputLimits;
}

function conditionsOn(entity: Entity, field: string, operators: Operators, checked: Checked): Filter {
  const { path } = checked;
  const given = operatorsOf(entity, field).filter((operator) => operators[operator] !== undefined);
  const conditions: readonly Condition[] = [
    ...given.map((operator) => ({
      field,
      operator,
      value: checkedValue(`${path}.${operator}`, operators[operator], checked),
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
