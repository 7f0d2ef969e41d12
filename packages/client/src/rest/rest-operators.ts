import type { FilterField } from '../columns/filter-fields.ts';
import { InputError, inputError } from '../columns/input-error.ts';
import type { RestValue } from './query-string.ts';

/** An operator of the REST API, whatever its syntax. */
type RestOperator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'notIn';

/** Signs in front of a name or in its place, longest first (contract §3; `@` and `!@` are native). */
const signs: readonly (readonly [string, RestOperator])[] = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['!=', 'ne'],
  ['!@', 'notIn'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['!', 'ne'],
  ['%', 'contains'],
  ['@', 'in'],
  ['=', 'eq'],
];
/** The operators in the style of Mongo (contract §3). */
const dollar: Readonly<Record<string, RestOperator>> = {
  $eq: 'eq',
  $ne: 'ne',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $contains: 'contains',
  $in: 'in',
  $nin: 'notIn',
};
const known: readonly string[] = [
  ...Object.keys(dollar).filter((name) => name !== '$nin'),
  ...signs.map(([sign]) => sign),
];

/** A condition as the schema has it. */
export interface Operand {
  readonly operator: string;
  readonly value: RestValue;
}

/** Divides a key such as `>=createdTime`; a name without a sign in front is equality. */
export function splitSign(key: string, place: string): { readonly operator: RestOperator; readonly name: string } {
  const [sign, operator] = signs.find(([start]) => key.startsWith(start)) ?? [];
  const name = key.slice(sign?.length ?? 0);
  // `=%`, `%=` and `!%` of the native API compare with patterns.
  if (!/^\w/.test(name)) throw unknownOperator(/^\W*/.exec(key)?.[0] ?? '', place);
  return { operator: operator ?? 'eq', name };
}

/**
 * Returns the operator with this name in any syntax, such as `$gte` or `>=`.
 * @throws InputError with the operators that there are
 */
export function operatorNamed(name: string, place: string): RestOperator {
  const operator =
    (Object.hasOwn(dollar, name) ? dollar[name] : undefined) ?? signs.find(([sign]) => sign === name)?.[1];
  if (operator === undefined) throw unknownOperator(name, place);
  return operator;
}

function unknownOperator(name: string, place: string): InputError {
  const message = `the REST API has no operator ${JSON.stringify(name)} that has a counterpart here. Allowed: ${known.join(' ')}.`;
  return new InputError([{ place, message, allowed: known, suggestion: undefined }]);
}

/**
 * Returns a condition as the schema has it: a list is one of its values, an empty value is no value.
 * @throws InputError if the schema has no such condition on the field
 */
export function toOperand(field: FilterField, operator: RestOperator, value: RestValue, place: string): Operand {
  const isNegated = operator === 'ne';
  if (operator === 'eq' || isNegated) {
    if (Array.isArray(value)) return { operator: isNegated ? 'notIn' : 'in', value };
    if ((value === '' || value === null) && 'isEmpty' in field.operators) {
      return { operator: 'isEmpty', value: !isNegated };
    }
  }
  const isRange = operator === 'gt' || operator === 'gte' || operator === 'lt' || operator === 'lte';
  if (Array.isArray(value) && (isRange || operator === 'contains'))
    throw inputError(place, 'takes one value, not a list.');
  if (operator === 'in' && hasBlank(value)) {
    throw inputError(place, 'an empty value among others finds nothing (natively, IN finds no NULL); leave it out.');
  }
  return { operator, value };
}

function hasBlank(value: RestValue): boolean {
  const values: readonly RestValue[] = Array.isArray(value) ? (value as readonly RestValue[]) : [value];
  return values.includes('') || values.includes(null);
}
