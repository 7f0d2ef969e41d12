import type { FilterBuilder } from '../columns/filter-builder.ts';
import { isCustomColumn } from '../columns/contact-columns.ts';
import { type FilterField, filterFields } from '../columns/filter-fields.ts';
import { collectProblems, inputError, unknownName } from '../columns/input-error.ts';
import { type RestValue, textOf } from './query-string.ts';
import { type Operand, operatorNamed, splitSign, toOperand } from './rest-operators.ts';

type Members = Readonly<Record<string, RestValue>>;

/** Deepest groups of native filters that are read. */
const MAX_DEPTH = 12;

/**
 * Adds the conditions of a REST filter in any of its syntaxes, which may be mixed (contract §3): `{companyId: 15}`,
 * `{"amount": {"$gte": 5}}`, `{">=amount": 5}`, `{"amount": {">=": 5}}`, `{"$gte": {"amount": 5}}`, one JSON text, and native
 * groups.
 * @param place the parameter, for messages
 * @throws InputError with every condition that has no counterpart
 */
export function addRestFilter(builder: FilterBuilder, filter: RestValue, place: string, depth = 0): void {
  const members = membersOf(filter, place);
  if (depth > MAX_DEPTH) throw inputError(place, 'is nested too deeply.');
  collectProblems<void>(
    Object.entries(members).map(
      ([key, value]) =>
        () =>
          addMember(builder, key, value, `${place}[${key}]`, depth),
    ),
  );
}

function membersOf(filter: RestValue, place: string): Members {
  if (filter === null || filter === '') return {};
  const value = typeof filter === 'string' ? parseJson(filter, place) : filter;
  if (Array.isArray(value)) return Object.fromEntries(value.entries());
  if (isMembers(value)) return value;
  throw inputError(place, 'takes fields and values, as in filter[companyId]=15, or the same as one JSON object.');
}

function addMember(builder: FilterBuilder, key: string, value: RestValue, place: string, depth: number): void {
  if (/^\d+$/.test(key)) return addGroup(builder, value, place, depth);
  if (key === '$or' || key === '$and') {
    if (!Array.isArray(value)) throw inputError(place, 'takes a list of filters.');
    return addGroup(
      builder,
      { logic: key === '$or' ? 'OR' : 'AND', ...Object.fromEntries(value.entries()) },
      place,
      depth,
    );
  }
  if (!key.startsWith('$')) return addField(builder, key, value, place);
  const operator = operatorNamed(key, place);
  if (!isMembers(value)) throw inputError(place, 'takes fields and values, as in {"$gte": {"companyId": 5}}.');
  for (const [name, operand] of Object.entries(value)) {
    const field = fieldNamed(builder, name, `${place}[${name}]`, sampleOf(operator, operand));
    addOperand(builder, field, toOperand(field, operator, operand, place), place);
  }
}

function addField(builder: FilterBuilder, key: string, value: RestValue, place: string): void {
  for (const { field, operand, at } of conditionsOf(builder, key, value, place))
    addOperand(builder, field, operand, at);
}

interface RestCondition {
  readonly field: FilterField;
  readonly operand: Operand;
  readonly at: string;
}

function conditionsOf(builder: FilterBuilder, key: string, value: RestValue, place: string): readonly RestCondition[] {
  const { operator, name } = splitSign(key, place);
  const field = fieldNamed(
    builder,
    name,
    place,
    isMembers(value) ? firstSample(value, place) : sampleOf(operator, value),
  );
  if (!isMembers(value)) return [{ field, operand: toOperand(field, operator, value, place), at: place }];
  if (operator !== 'eq') throw inputError(place, 'has an operator in front and another behind; keep one of them.');
  return Object.entries(value).map(([symbol, operand]) => {
    const at = `${place}[${symbol}]`;
    return { field, operand: toOperand(field, operatorNamed(symbol, at), operand, at), at };
  });
}

function firstSample(members: Members, place: string): RestValue | undefined {
  const [[symbol, operand] = ['$eq', undefined]] = Object.entries(members);
  return sampleOf(operatorNamed(symbol, `${place}[${symbol}]`), operand);
}

/** Returns what shows the type of a field: a part of a text can be digits, and be no number. */
function sampleOf(operator: string, value: RestValue | undefined): RestValue | undefined {
  return operator === 'contains' ? '' : value;
}

function addOperand(builder: FilterBuilder, field: FilterField, { operator, value }: Operand, place: string): void {
  builder.add(field, operator, value, place);
}

/** Adds a native group. An OR of equalities on one field is the same as one of their values; any other is an `or`. */
function addGroup(builder: FilterBuilder, value: RestValue, place: string, depth: number): void {
  const { logic = 'AND', ...members } = membersOf(value, place);
  if (textOf(logic).toUpperCase() !== 'OR') return addRestFilter(builder, members, place, depth + 1);
  const branches = branchesOf(members);
  const [first] = branches;
  if (!first) return;
  if (branches.length === 1) return addRestFilter(builder, first, place, depth + 1);
  const values = valuesOfOneField(builder, branches, place);
  if (values) return addOperand(builder, values.field, values.operand, place);
  const filters = branches.map((branch) => {
    const own = builder.begin();
    addRestFilter(own, branch, place, depth + 1);
    const filter = own.build();
    if (!filter) throw inputError(place, 'has a branch without a condition, which lets all contacts through.');
    return filter;
  });
  builder.addOr(filters, place);
}

/** Returns the branches of an OR: its numbered groups, and each of its own conditions. */
function branchesOf(members: Members): readonly Members[] {
  return Object.entries(members).map(([key, member]) =>
    /^\d+$/.test(key) && isMembers(member) ? member : { [key]: member },
  );
}

/** Returns equalities on one field as one with all their values; nothing if branches have other conditions. */
function valuesOfOneField(
  builder: FilterBuilder,
  branches: readonly Members[],
  place: string,
): Pick<RestCondition, 'field' | 'operand'> | undefined {
  const isPlain = branches.every((branch) => Object.keys(branch).every((key) => !/^\d+$|^\$/.test(key)));
  if (!isPlain) return undefined;
  const conditions = branches.map((branch) =>
    Object.entries(branch).flatMap(([name, value]) => conditionsOf(builder, name, value, `${place}[${name}]`)),
  );
  const [field] = conditions.flat().map((condition) => condition.field);
  const isOneField = conditions.every(
    ([only, ...others]) =>
      only?.field === field &&
      others.length === 0 &&
      (only?.operand.operator === 'eq' || only?.operand.operator === 'in'),
  );
  if (!field || !isOneField) return undefined;
  return { field, operand: { operator: 'in', value: conditions.flat().flatMap(({ operand }) => operand.value) } };
}

/**
 * Returns the field that the REST API knows by this name.
 * @throws InputError with the fields that contacts can be filtered by
 */
function fieldNamed(builder: FilterBuilder, name: string, place: string, value: unknown): FilterField {
  if (isCustomColumn(name)) return builder.findCustom(name, place, value);
  const field = filterFields.find(({ upstream }) => upstream === name);
  if (field) return field;
  const names = filterFields.flatMap(({ upstream }) => upstream ?? []);
  throw unknownName(place, 'field to filter by', name, names);
}

function parseJson(text: string, place: string): RestValue {
  try {
    return JSON.parse(text) as RestValue;
  } catch {
    throw inputError(place, 'takes fields and values, as in filter[companyId]=15, or a JSON object.');
  }
}

function isMembers(value: RestValue): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
