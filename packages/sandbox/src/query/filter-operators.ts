import { ApiError } from '../api-error.ts';
import type { Switches } from '../switches.ts';

/** Spellings of one operator. */
interface Spelling {
  dollar?: string;
  symbol?: string;
  /** The switch without which the `$name` is unknown. */
  dollarSwitch?: 'dollarNin' | 'dollarEq';
  /** True for a native symbol that no document of the platform lists (contract §3, "Arrays"). */
  native?: true;
}

/**
 * The operators of every filter syntax, in the order of the server's own list. Natively `eq` and `ne`, a bare key and
 * `!`, are LIKE on texts; `is` and `isNot`, `=` and `!=`, are exact (contract §11.6).
 */
const operators = {
  gt: { dollar: '$gt', symbol: '>' },
  gte: { dollar: '$gte', symbol: '>=' },
  lt: { dollar: '$lt', symbol: '<' },
  lte: { dollar: '$lte', symbol: '<=' },
  ne: { dollar: '$ne', symbol: '!' },
  contains: { dollar: '$contains', symbol: '%' },
  in: { dollar: '$in', symbol: '@', native: true },
  isNot: { symbol: '!=' },
  nin: { dollar: '$nin', dollarSwitch: 'dollarNin', symbol: '!@', native: true },
  eq: { dollar: '$eq', dollarSwitch: 'dollarEq' },
  is: { symbol: '=', native: true },
} as const satisfies Readonly<Record<string, Spelling>>;

/** Name of an operator in all syntaxes. */
export type Operator = keyof typeof operators;

/** Operator that compares a field with one value. */
export type CompareOperator = Exclude<Operator, 'is' | 'isNot' | 'contains' | 'in' | 'nin'>;

const spellings: readonly (Spelling & { operator: Operator })[] = Object.entries<Spelling>(operators).map(
  ([operator, spelling]) => ({ operator: operator as Operator, ...spelling }),
);
// The longest first, so that ">=" is not read as ">".
const symbols = spellings
  .flatMap(({ symbol, operator }) => (symbol === undefined ? [] : [[symbol, operator] as const]))
  .toSorted(([a], [b]) => b.length - a.length);
const symbolOperators = new Map(symbols);

/** List of spellings in the message of INVALID_FILTER_OPERATOR (contract §3). */
const supported = [
  ...spellings.flatMap(({ dollar, dollarSwitch }) => (dollarSwitch === undefined ? (dollar ?? []) : [])),
  ...spellings.flatMap(({ symbol, native }) => (native === true ? [] : (symbol ?? []))),
].join(', ');

/** Returns the operator of `{field: {operator: value}}`: a `$name` or a symbol (contract §3, syntaxes 1 and 3). */
export function operatorNamed(name: string, switches: Switches): Operator {
  const known = spellings.find(({ dollar }) => dollar === name);
  if (known !== undefined && (known.dollarSwitch === undefined || switches[known.dollarSwitch])) return known.operator;
  const operator = symbolOperators.get(name);
  if (operator !== undefined) return operator;
  throw unknownOperator(name);
}

/** Splits a key such as `>=amount` into operator and name (contract §3, syntax 2); without an operator it is equality. */
export function splitPrefix(key: string): { operator: Operator; name: string } {
  for (const [prefix, operator] of symbols) {
    if (key.startsWith(prefix)) return { operator, name: key.slice(prefix.length) };
  }
  const strange = /^[^\p{L}\p{N}_$]+/u.exec(key);
  if (strange !== null) throw unknownOperator(strange[0]);
  return { operator: 'eq', name: key };
}

/** Makes 400 INVALID_FILTER_OPERATOR with the list of supported spellings. */
export function unknownOperator(name: string, field?: string): ApiError {
  const where = field === undefined ? '' : ` for field '${field}'`;
  return new ApiError(
    400,
    'INVALID_FILTER_OPERATOR',
    `Invalid filter: unsupported operator '${name}'${where}. Supported operators: ${supported}`,
  );
}
