import { type Entity, type FieldKind, kindOf } from '../src/entities/entity.ts';
import type { UpstreamFilter } from '../src/wire/encode-filter.ts';

/** A stored cell: what a contact has in a column. */
export type Cell = string | number | null;

/** On what the upstream's conditions depend (contract §11.6, §11.7); each member is a switch of the sandbox, too. */
export interface NativeRules {
  readonly entity: Entity;
  /** True if a bare value and `!` compare texts by LIKE, in which `_` and `%` of the value are wildcards. */
  readonly likeEquality: boolean;
  /** True if a list that holds an empty value finds NULL. */
  readonly inFindsNull: boolean;
  /** True if `!=` and NOT IN on numbers find NULL. */
  readonly unequalNumbersFindNull: boolean;
  /** True if `$nin` is known. */
  readonly knowsNin: boolean;
  /** True if NULL counts as the lowest value in `<` and `<=`. */
  readonly comparesNull: boolean;
  /** Texts are equal, and sort at one place, if these are equal. */
  readonly collate: (text: string) => string;
}

type Operator = 'eq' | 'ne' | 'is' | 'isNot' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'in' | 'nin';

const prefixes: readonly (readonly [string, Operator])[] = [
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['!=', 'isNot'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['!', 'ne'],
];
const members: Readonly<Record<string, Operator>> = {
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $ne: 'ne',
  $contains: 'contains',
  $in: 'in',
  $nin: 'nin',
};

/** Evaluates a filter as the upstream's own SQL does, written from its source and without a look at how it is encoded. */
export function passesNatively(filter: UpstreamFilter, cellOf: (field: string) => Cell, rules: NativeRules): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    const [prefix, operator] = prefixes.find(([each]) => key.startsWith(each)) ?? ['', 'eq' as const];
    const field = key.slice(prefix.length);
    const isObject = typeof condition === 'object' && !Array.isArray(condition);
    const parts: readonly (readonly [Operator, unknown])[] = isObject
      ? Object.entries(condition).map(([name, value]) => [memberOf(name, rules), value] as const)
      : [[operator, condition]];
    return parts.every(([each, value]) =>
      passes(each, cellOf(field), { value, kind: kindOf(rules.entity, field), rules }),
    );
  });
}

function memberOf(name: string, { knowsNin }: NativeRules): Operator {
  const operator = name === '$nin' && !knowsNin ? undefined : members[name];
  if (!operator) throw new Error(`The upstream has no operator ${name}.`);
  return operator;
}

interface Operand {
  readonly value: unknown;
  readonly kind: FieldKind;
  readonly rules: NativeRules;
}

function passes(operator: Operator, cell: Cell, operand: Operand): boolean {
  const { value, kind, rules } = operand;
  switch (operator) {
    case 'eq':
    case 'is':
    case 'in':
      return Array.isArray(value) ? isIn(operator, cell, operand) : isEqual(operator, cell, operand);
    case 'ne':
    case 'isNot':
    case 'nin':
      return Array.isArray(value) ? isNotIn(operator, cell, operand) : isUnequal(operator, cell, operand);
    case 'contains':
      return typeof cell === 'string' && rules.collate(cell).includes(rules.collate(String(value)));
    default: {
      if (cell === null && !rules.comparesNull) return false;
      const difference = compareNatively(keyOf(kind, cell, rules), keyOf(kind, value as Cell, rules));
      if (operator === 'gt') return difference > 0;
      if (operator === 'gte') return difference >= 0;
      return operator === 'lt' ? difference < 0 : difference <= 0;
    }
  }
}

function isEqual(operator: Operator, cell: Cell, { value, kind, rules }: Operand): boolean {
  if (isNone(kind, value)) return isNoneStored(kind, cell);
  if (cell === null) return false;
  if (isText(kind) && operator === 'eq' && rules.likeEquality) return isLike(String(cell), String(value), rules);
  return keyOf(kind, cell, rules) === keyOf(kind, value as Cell, rules);
}

function isUnequal(operator: Operator, cell: Cell, operand: Operand): boolean {
  const { value, kind, rules } = operand;
  if (isNone(kind, value)) return !isNoneStored(kind, cell);
  const isNotLike = isText(kind) && operator === 'ne' && rules.likeEquality;
  if (cell === null) return isText(kind) ? !isNotLike : rules.unequalNumbersFindNull;
  return !isEqual(operator === 'ne' ? 'eq' : 'is', cell, operand);
}

function isIn(operator: Operator, cell: Cell, operand: Operand): boolean {
  const values = operand.value as readonly unknown[];
  if (cell === null) return operand.rules.inFindsNull && values.some((value) => isNone(operand.kind, value));
  return values.some((value) =>
    isNone(operand.kind, value) ? isNoneStored(operand.kind, cell) : isEqual(operator, cell, { ...operand, value }),
  );
}

function isNotIn(operator: Operator, cell: Cell, operand: Operand): boolean {
  const { kind, rules } = operand;
  const values = operand.value as readonly unknown[];
  if (cell === null) {
    if (values.some((value) => isNone(kind, value)) && rules.inFindsNull) return false;
    return isText(kind) ? operator !== 'ne' || !rules.likeEquality : rules.unequalNumbersFindNull;
  }
  return !isIn(operator === 'ne' ? 'eq' : 'in', cell, operand);
}

/** An empty value is NULL or an empty text; an unset link is a 0. */
function isNone(kind: FieldKind, value: unknown): boolean {
  return value === null || value === '' || (value === 0 && kind === 'link');
}

/** The empty value finds NULL and empty texts; in numbers NULL and 0. */
function isNoneStored(kind: FieldKind, cell: Cell): boolean {
  return isNone(kind, cell) || (cell === 0 && (kind === 'number' || kind === 'flag'));
}

function isLike(text: string, pattern: string, { collate }: NativeRules): boolean {
  const source = Array.from(collate(pattern), (letter) => {
    if (letter === '_') return '.';
    return letter === '%' ? '.*' : RegExp.escape(letter);
  });
  return new RegExp(`^${source.join('')}$`, 'su').test(collate(text));
}

/** The value that a cell counts as in comparisons and orders. */
export function keyOf(kind: FieldKind, cell: Cell, { collate }: Pick<NativeRules, 'collate'>): Cell {
  if (cell === null || typeof cell === 'number') return cell;
  switch (kind) {
    case 'datetime':
      return Date.parse(cell);
    case 'date':
      return cell.slice(0, 'yyyy-mm-dd'.length);
    case 'id':
    case 'link':
    case 'number':
    case 'flag':
      return Number(cell);
    case 'code':
      return cell;
    default:
      return collate(cell);
  }
}

/** NULL before everything, an empty text before every other. */
export function compareNatively(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function isText(kind: FieldKind): boolean {
  return kind === 'text' || kind === 'longText' || kind === 'code';
}
