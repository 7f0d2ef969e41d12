import { ApiError } from '../api-error.ts';
import { customFieldName } from '../fields/custom-fields.ts';
import { type Field, isMultifield } from '../fields/field.ts';
import type { Switches } from '../switches.ts';
import type { Condition } from './condition.ts';
import { type Operator, operatorNamed, splitPrefix, unknownOperator } from './filter-operators.ts';
import { filterCell, invalidValue } from './filter-value.ts';

/** Fields and switches that a filter is parsed with. */
export interface FilterSchema {
  fieldNamed: (name: string) => Field | undefined;
  switches: Switches;
}

// Natively nesting is unlimited; here it is limited, as it is in the query parser.
const maxDepth = 32;

/** Parses a filter in any mix of its three syntaxes (contract §3). All conditions must hold. */
export function parseFilter(filter: unknown, schema: FilterSchema, depth = 0): Condition[] {
  if (filter === undefined || filter === null || filter === '') return [];
  const members = depth > maxDepth ? null : membersOf(filter);
  if (members === null) {
    throw new ApiError(400, 'INVALID_FILTER', 'Invalid filter: filter must be an object of fields and values');
  }
  return Object.entries(members).flatMap(([key, value]) => entry(key, value, schema, depth));
}

/**
 * Returns the members of a filter: an object, an object as JSON text (contract §11.2), or a list of groups, as the query
 * string `filter[0][logic]=OR&filter[0][0][id]=17` is parsed (contract §3, "OR"). Returns null for any other value.
 */
function membersOf(filter: unknown): Record<string, unknown> | null {
  if (isObject(filter)) return filter;
  if (Array.isArray(filter)) return filter.every(isGroup) ? Object.fromEntries(filter.entries()) : null;
  if (typeof filter !== 'string') return null;
  try {
    const parsed: unknown = JSON.parse(filter);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function entry(key: string, value: unknown, schema: FilterSchema, depth: number): Condition[] {
  if (/^\d+$/.test(key) && isGroup(value)) return group(Object.fromEntries(Object.entries(value)), schema, depth + 1);
  if (key === '$or' && schema.switches.dollarOr && Array.isArray(value)) {
    return [{ type: 'any', of: value.map((part) => parseFilter(part, schema, depth + 1)) }];
  }
  if (key.startsWith('$')) {
    // The inverted form {"$gte": {"amount": 5}} of one page (contract §1, "Observed encodings").
    const operator = operatorNamed(key, schema.switches);
    if (!isObject(value)) throw unknownOperator(key);
    return Object.entries(value).map(([name, operand]) => condition(named(name, schema), operator, operand, schema));
  }
  const { operator, name } = splitPrefix(key);
  const field = named(name, schema);
  if (!isObject(value)) return [condition(field, operator, value, schema)];
  if (operator !== 'eq' || Object.keys(value).length === 0) throw invalidValue(field.name);
  return Object.entries(value).map(([symbol, operand]) =>
    condition(field, operatorNamed(symbol, schema.switches), operand, schema),
  );
}

/** Parses a native group: numbered conditions or fields, combined by `logic` (contract §3, "OR"). */
function group(value: Record<string, unknown>, schema: FilterSchema, depth: number): Condition[] {
  const { logic, ...members } = value;
  if (logic !== undefined && logic !== 'OR' && logic !== 'AND') throw invalidValue('logic');
  if (logic !== 'OR') return parseFilter(members, schema, depth);
  return [{ type: 'any', of: Object.entries(members).map(([key, member]) => entry(key, member, schema, depth)) }];
}

/** Returns true for a group. A query string without `logic` is parsed as a list: `filter[0][0][id]=17`. */
function isGroup(value: unknown): value is Record<string, unknown> | Record<string, unknown>[] {
  return isObject(value) || (Array.isArray(value) && value.every(isObject));
}

function named(name: string, { fieldNamed, switches }: FilterSchema): Field {
  const field = fieldNamed(customFieldName(name));
  if (field !== undefined) return field;
  const message = `Invalid filter: field '${name}' is not allowed in filter`;
  // The code table and the sample of BITRIX_ERROR contradict each other (contract §1, §9).
  if (switches.unknownFilterField === 'BITRIX_ERROR') throw new ApiError(422, 'BITRIX_ERROR', message);
  throw new ApiError(400, 'INVALID_FILTER_FIELD', message);
}

function condition(field: Field, operator: Operator, value: unknown, schema: FilterSchema): Condition {
  if (isObject(value)) throw invalidValue(field.name);
  switch (operator) {
    case 'eq':
    case 'ne':
    case 'is':
    case 'isNot': {
      const negated = operator === 'ne' || operator === 'isNot';
      const like = isLike(field, operator, schema);
      // A bare array is IN, with "!" it is NOT IN (contract §3, "Arrays").
      if (Array.isArray(value)) return { ...list(field, value, negated, schema), ...like };
      if (isIgnoredDate(field, value, schema)) return EVERYTHING;
      return { type: 'compare', field, operator: negated ? 'ne' : 'eq', cell: filterCell(field, value), ...like };
    }
    case 'in':
    case 'nin':
      return list(field, Array.isArray(value) ? value : [value], operator === 'nin', schema);
    case 'contains':
      return contains(field, value);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      if (isMultifield(field.kind) || field.kind === 'list' || field.kind === 'boolean' || field.kind === 'yesno') {
        throw unknownOperator(operator, field.name);
      }
      const cell = filterCell(field, value);
      // Only texts have an empty value that other values are greater than.
      if (Array.isArray(value) || (cell === null && (value === null || field.kind !== 'string'))) {
        throw invalidValue(field.name);
      }
      if (isIgnoredDate(field, value, schema)) return EVERYTHING;
      return { type: 'compare', field, operator, cell };
    }
    default:
      return operator satisfies never;
  }
}

/** Condition that every row satisfies. */
const EVERYTHING: Condition = { type: 'any', of: [[]] };

/** Returns `like` if the comparison is a native LIKE, as a bare key and `!` are on texts (contract §11.6). */
function isLike(field: Field, operator: Operator, { switches }: FilterSchema): { like?: true } {
  const isText = field.kind === 'string' || field.kind === 'code';
  return switches.equality === 'like' && isText && (operator === 'eq' || operator === 'ne') ? { like: true } : {};
}

/** A date with an offset is reported not to filter natively (contract §11.14). */
function isIgnoredDate(field: Field, value: unknown, { switches }: FilterSchema): boolean {
  const hasOffset = typeof value === 'string' && value.includes('T') && /(?:Z|[+-]\d{2}:?\d{2})$/i.test(value);
  return switches.dateOffsets === 'ignored' && field.kind === 'datetime' && hasOffset;
}

function list(field: Field, values: readonly unknown[], negated: boolean, { switches }: FilterSchema): ListCondition {
  if (values.length === 0 && switches.emptyIn === 'refuse') throw invalidValue(field.name);
  return { type: 'in', field, cells: values.map((value) => filterCell(field, value)), negated };
}

type ListCondition = Extract<Condition, { type: 'in' }>;

/** Parses `$contains`, which is rejected for numbers, dates and codes, as natively (contract §3, "Substring"). */
function contains(field: Field, value: unknown): Condition {
  if (field.kind !== 'string' && field.kind !== 'list' && !isMultifield(field.kind)) {
    throw unknownOperator('$contains', field.name);
  }
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidValue(field.name);
  return { type: 'contains', field, text: String(value), negated: false };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
