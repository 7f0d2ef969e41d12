import { canBeEmpty, type Entity, hasSeveral, isText, isTime, kindOf } from '../entities/entity.ts';
import { tightestBounds } from './encode-range.ts';
import { unaskableCondition } from './unaskable-condition.ts';
import {
  allowedValues,
  BLANK,
  type Condition,
  excludedValues,
  excludesEmpty,
  type Filter,
  type FilterScalar,
} from '../query/filter.ts';

/**
 * A filter in the upstream's "Mongo" syntax, the one that its documentation recommends; a name may have an operator in
 * front where that syntax lacks it (contract §3: styles can be mixed).
 */
export type UpstreamFilter = Readonly<Record<string, UpstreamCondition>>;

export type UpstreamCondition =
  | FilterScalar
  | readonly FilterScalar[]
  | Readonly<Record<string, FilterScalar | readonly FilterScalar[]>>;

type Entry = readonly [name: string, condition: UpstreamCondition];

/**
 * Writes a filter for the upstream: the one place that knows the forms of conditions. Each is documented or was seen,
 * and right whatever is native about it (contract §11.5 to §11.7):
 *
 * - equality is the bare value, as the page shows it; as `$in` where the bare value could be a pattern of LIKE
 * - "no value" is the empty value, alone: beside others, in `$in`, it does not find NULL
 * - a link with a value is greater than 0: `<>` on numbers does not find NULL, and finds 0
 * - several exclusions are `"!field": [...]`; of texts, `"!=field"`, since `!` is NOT LIKE, which does not find NULL
 *
 * Conditions that let through records without a value and some of those with one have no such form on links: divide
 * them first (`splitFilter` in filter.ts).
 * @throws InvalidArgumentError for conditions on one field that have one place in a request: two substrings, or three
 *   bounds of one kind on texts
 */
export function encodeFilter(entity: Entity, filter: Filter): UpstreamFilter {
  const byField = Map.groupBy(filter, ({ field }) => field);
  return Object.fromEntries([...byField].flatMap(([field, conditions]) => encodeField(entity, field, conditions)));
}

/** Returns true if LIKE would take a text for a pattern; a backslash takes the meaning of the letter behind it. */
export function isPattern(value: FilterScalar): boolean {
  return typeof value === 'string' && /[_%\\]/.test(value);
}

function encodeField(entity: Entity, field: string, given: readonly Condition[]): readonly Entry[] {
  const conditions = kindOf(entity, field) === 'number' ? given.flatMap(asRange) : given;
  const allowed = allowedValues(entity, conditions);
  if (allowed?.includes(BLANK) && allowed.length === 1) return [[field, BLANK]];

  const excluded = encodeExcluded(entity, field, excludedValues(entity, conditions).map(encodeScalar));
  const { members, more } = tightestBounds(entity, field, conditions);
  for (const { operator, value } of conditions) {
    if (operator !== 'contains') continue;
    if ((members['$contains'] ?? value) !== value) throw unaskableCondition(field, operator, value as FilterScalar);
    members['$contains'] = value as FilterScalar;
  }
  Object.assign(members, excluded.member);
  const entries = [...more, ...excluded.entries];

  const [only, ...others] = allowed?.map(encodeScalar) ?? [];
  const isBare = Object.keys(members).length === 0 && others.length === 0 && conditions[0]?.operator !== 'in';
  if (only !== undefined && isBare && !mayBeLike(entity, field, only)) return [[field, only], ...entries];
  if (allowed) members['$in'] = allowed.map(encodeScalar);
  else if (needsValue(entity, field, conditions, members)) {
    if ('$ne' in members) entries.push([`!${field}`, BLANK]);
    else members['$ne'] = BLANK;
  }
  return Object.keys(members).length === 0 ? entries : [[field, members], ...entries];
}

/** An equality with a number is a range of one: 0 itself may be taken for the empty value (contract §11.6). */
function asRange(condition: Condition): readonly Condition[] {
  if (condition.operator !== 'eq') return [condition];
  return [
    { ...condition, operator: 'gte' },
    { ...condition, operator: 'lte' },
  ];
}

/** Exclusions on numbers and times as `$ne`, or as the documented list; those on texts by the operator that is exact. */
function encodeExcluded(
  entity: Entity,
  field: string,
  values: readonly FilterScalar[],
): { readonly member: Record<string, FilterScalar>; readonly entries: readonly Entry[] } {
  const [only, ...others] = values;
  if (only === undefined) return { member: {}, entries: [] };
  const one = others.length === 0;
  if (isText(entity, field)) return { member: {}, entries: [[`!=${field}`, one ? only : values]] };
  return one ? { member: { $ne: only }, entries: [] } : { member: {}, entries: [[`!${field}`, values]] };
}

/** Returns true if it has to be said that a record has a value; a lower bound and a substring say it already. */
function needsValue(entity: Entity, field: string, conditions: readonly Condition[], members: object): boolean {
  const canSay =
    isText(entity, field) || hasSeveral(entity, field) || (isTime(entity, field) && canBeEmpty(entity, field));
  if (!canSay || !excludesEmpty(entity, conditions, field)) return false;
  return !('$gt' in members || '$gte' in members || '$contains' in members);
}

function mayBeLike(entity: Entity, field: string, value: FilterScalar): boolean {
  return (isText(entity, field) || kindOf(entity, field) === 'list') && isPattern(value);
}

/** Booleans are filtered in their native form "Y"/"N", whatever form rows show them in (contract §2, "Booleans"). */
function encodeScalar(value: FilterScalar): string | number {
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  return value;
}
