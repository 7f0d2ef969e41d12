import { ApiError } from '../api-error.ts';
import type { Switches } from '../switches.ts';
import type { Operator } from './condition.ts';

/** The server's own list in the text of INVALID_FILTER_OPERATOR (contract §3). */
const supported = '$gt, $gte, $lt, $lte, $ne, $contains, $in, >, >=, <, <=, !, %, !=';

const dollar = new Map<string, Operator>([
  ['$gt', 'gt'],
  ['$gte', 'gte'],
  ['$lt', 'lt'],
  ['$lte', 'lte'],
  ['$ne', 'ne'],
  ['$contains', 'contains'],
  ['$in', 'in'],
]);

// Longest first. "@", "!@" and "=" are the native ones beneath (contract §3, "Arrays").
const symbols: readonly (readonly [string, Operator])[] = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['!=', 'isNot'],
  ['!@', 'nin'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['!', 'ne'],
  ['%', 'contains'],
  ['@', 'in'],
  ['=', 'is'],
];
const symbol = new Map(symbols);

/** The operator of `{field: {operator: value}}`: Mongo style or operator key (contract §3, syntaxes 1 and 3). */
export function operatorNamed(name: string, switches: Switches): Operator {
  const operator = dollar.get(name) ?? symbol.get(name);
  if (operator !== undefined) return operator;
  if (name === '$nin' && switches.dollarNin) return 'nin';
  if (name === '$eq' && switches.dollarEq) return 'eq';
  throw unknownOperator(name);
}

/** Takes the operator off a key such as `>=amount` (contract §3, syntax 2); without one it is equality. */
export function splitPrefix(key: string): { operator: Operator; name: string } {
  for (const [prefix, operator] of symbols) {
    if (key.startsWith(prefix)) return { operator, name: key.slice(prefix.length) };
  }
  const strange = /^[^\p{L}\p{N}_$]+/u.exec(key);
  if (strange !== null) throw unknownOperator(strange[0]);
  return { operator: 'eq', name: key };
}

/** 400 INVALID_FILTER_OPERATOR with the supported ones. */
export function unknownOperator(name: string, field?: string): ApiError {
  const where = field === undefined ? '' : ` for field '${field}'`;
  return new ApiError(
    400,
    'INVALID_FILTER_OPERATOR',
    `Invalid filter: unsupported operator '${name}'${where}. Supported operators: ${supported}`,
  );
}
