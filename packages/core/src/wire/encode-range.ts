import { type Entity, isComparable, kindOf } from '../entities/entity.ts';
import { type Condition, excludesEmpty, type FilterScalar } from '../query/filter.ts';
import { unaskableCondition } from './unaskable-condition.ts';

type Side = 'lower' | 'upper';

interface Bound {
  readonly side: Side;
  /** True if the value itself is left out. */
  readonly strict: boolean;
  readonly value: FilterScalar;
}

/** The bounds of a field as members of its object, and those that need a name of their own. */
export interface Bounds {
  readonly members: Record<string, FilterScalar | readonly FilterScalar[]>;
  readonly more: readonly (readonly [name: string, value: FilterScalar])[];
}

/**
 * The range of a field by all its conditions. Of numbers and times the narrowest bounds count. Which of two texts comes
 * first, the upstream alone can tell: a second bound of one kind goes in the other syntax, with the operator in the name.
 * @throws InvalidArgumentError for a third one of texts, for which no place is left
 */
export function tightestBounds(entity: Entity, field: string, conditions: readonly Condition[]): Bounds {
  const kind = kindOf(entity, field);
  // No document says that a yes-or-no field has ranges: its values are sent (`flag-values.ts`).
  if (kind === 'flag') return { members: {}, more: [] };
  const bounds = conditions.flatMap(toBound);
  // An unset link is a 0, which ranges find natively (contract §11.7). One condition with a value says the same.
  const hasEquality = conditions.some(({ operator }) => operator === 'eq' || operator === 'in');
  if (kind === 'link' && !hasEquality && excludesEmpty(entity, conditions, field)) {
    bounds.push({ side: 'lower', strict: true, value: 0 });
  }
  // Natively "not empty" is "neither NULL nor 0" (contract §11.6); a lower bound finds 0, and no NULL.
  const hasLower = bounds.some(({ side }) => side === 'lower');
  if (kind === 'number' && !hasEquality && !hasLower && excludesEmpty(entity, conditions, field)) {
    bounds.push({ side: 'lower', strict: false, value: Number.MIN_SAFE_INTEGER });
  }
  const kept = isComparable(entity, field) ? [...narrowest(bounds, 'lower'), ...narrowest(bounds, 'upper')] : bounds;

  return placed(field, kept);
}

function placed(field: string, bounds: readonly Bound[]): Bounds {
  const members: Record<string, FilterScalar> = {};
  const more = new Map<string, FilterScalar>();
  for (const bound of bounds) {
    const [name, symbol] = namesOf(bound);
    const other = more.get(`${symbol}${field}`);
    if (members[name] === undefined) members[name] = bound.value;
    else if (members[name] === bound.value || other === bound.value) continue;
    else if (other === undefined) more.set(`${symbol}${field}`, bound.value);
    else throw unaskableCondition(field, name.slice(1), bound.value);
  }
  return { members, more: [...more] };
}

function toBound({ operator, value }: Condition): Bound[] {
  switch (operator) {
    case 'gt':
    case 'gte':
      return [{ side: 'lower', strict: operator === 'gt', value: value as FilterScalar }];
    case 'lt':
    case 'lte':
      return [{ side: 'upper', strict: operator === 'lt', value: value as FilterScalar }];
    default:
      return [];
  }
}

function narrowest(bounds: readonly Bound[], side: Side): readonly Bound[] {
  const sign = side === 'lower' ? 1 : -1;
  const [first, ...others] = bounds.filter((bound) => bound.side === side);
  if (!first) return [];
  return [
    others.reduce((best, bound) => {
      const difference = sign * (numberOf(bound.value) - numberOf(best.value));
      return difference > 0 || (difference === 0 && bound.strict) ? bound : best;
    }, first),
  ];
}

function numberOf(value: FilterScalar): number {
  return typeof value === 'string' ? Date.parse(value) : Number(value);
}

function namesOf({ side, strict }: Bound): readonly [name: string, symbol: string] {
  if (side === 'lower') return strict ? ['$gt', '>'] : ['$gte', '>='];
  return strict ? ['$lt', '<'] : ['$lte', '<='];
}
