import { isObject } from './messages.ts';

/** Condition of a filter in any syntax. */
export interface Condition {
  field: string;
  operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'nin';
  /** An array for `in` and `nin`. */
  value: unknown;
  /** The syntax (contract §3). */
  syntax: 'bare' | 'prefix' | 'dollar' | 'symbol';
}

/** Returns the conditions that replace one; an empty array removes it. */
export type ConditionChange = (condition: Condition) => Condition | readonly Condition[];

const operators: readonly (readonly [string, Condition['operator']])[] = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['!=', 'ne'],
  ['!@', 'nin'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['!', 'ne'],
  ['%', 'contains'],
  ['@', 'in'],
  ['=', 'eq'],
];
const prefixes = new Map(operators.map(([prefix, operator]) => [operator, prefix]));

/**
 * Changes the conditions of a filter in any syntax, also within groups. Members that are not conditions, such as
 * unknown operators, stay the same.
 */
export function changeFilter(filter: unknown, change: ConditionChange): unknown {
  if (typeof filter === 'string') {
    const parsed = parsedFilter(filter);
    return parsed === null ? filter : JSON.stringify(changeFilter(parsed, change));
  }
  if (Array.isArray(filter)) return filter.map((part) => changeFilter(part, change));
  if (!isObject(filter)) return filter;
  const kept: Record<string, unknown> = {};
  const changed: Record<string, unknown>[] = [];
  for (const [key, value] of Object.entries(filter)) {
    if (/^\d+$/.test(key)) {
      kept[key] = changeFilter(value, change);
      continue;
    }
    const conditions = conditionsOf(key, value);
    const results = conditions.map((condition) => change(condition));
    if (results.every((result, at) => result === conditions[at])) kept[key] = value;
    else changed.push(...results.flat().map(written));
  }
  // Numbered groups: two conditions on one field do not overwrite each other.
  return { ...kept, ...Object.fromEntries(changed.map((condition, at) => [String(500 + at), condition])) };
}

/** Returns the conditions of one member of a filter; none if it cannot be parsed. */
export function conditionsOf(key: string, value: unknown): readonly Condition[] {
  const [prefix, operator] = operators.find(([text]) => key.startsWith(text)) ?? ['', 'eq' as const];
  const field = key.slice(prefix.length);
  if (key.startsWith('$') || key === 'logic') return [];
  if (!isObject(value)) {
    const listed = Array.isArray(value) ? listOperator(operator) : operator;
    return [{ field, operator: listed, value, syntax: prefix === '' ? 'bare' : 'prefix' }];
  }
  const conditions = Object.entries(value).map(([name, operand]): Condition | null => {
    const known = operators.find(([text]) => text === name)?.[1] ?? dollar(name);
    return known === null ? null : { field, operator: known, value: operand, syntax: syntaxOf(name) };
  });
  return conditions.filter((condition) => condition !== null);
}

function listOperator(operator: Condition['operator']): Condition['operator'] {
  return operator === 'ne' || operator === 'nin' ? 'nin' : 'in';
}

function syntaxOf(name: string): Condition['syntax'] {
  return name.startsWith('$') ? 'dollar' : 'symbol';
}

function dollar(name: string): Condition['operator'] | null {
  const [, known = null] = operators.find(([, operator]) => operator !== 'eq' && name === `$${operator}`) ?? [];
  return known;
}

/** Returns a condition as a member of a filter in the prefix syntax. */
function written({ field, operator, value }: Condition): Record<string, unknown> {
  return { [operator === 'eq' ? field : `${prefixes.get(operator) ?? ''}${field}`]: value };
}

function parsedFilter(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
