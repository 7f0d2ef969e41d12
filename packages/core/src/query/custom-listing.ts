import { conditionKind, type CustomKind, customFieldSpec, isSortedByValue } from '../entities/custom-field-spec.ts';
import type { CustomFieldDescription, PortalCustomFields } from '../entities/custom-field.ts';
import { checkCustomFieldNames } from '../entities/custom-field-names.ts';
import type { Entity, FieldKind, FieldSpec } from '../entities/entity.ts';
import { InvalidArgumentError } from '../errors.ts';
import { operatorsOfCustomField } from './custom-operators.ts';
import { storedForms } from './custom-values.ts';
import { type UnresolvedCondition, type Condition, type Filter, type FilterOperator, onShownTimes } from './filter.ts';
import type { Disjunction } from './alternatives.ts';
import type { OrderKey } from './order.ts';

/** A listing as a caller requested it: its custom fields are not looked up in the portal's field list yet. */
export interface UnresolvedListing {
  readonly entity: Entity;
  readonly filter: Filter;
  readonly orderBy: readonly OrderKey[];
  /** Disjunctions that must all hold besides `filter`. */
  readonly anyOf?: readonly Disjunction[] | undefined;
}

/** Returns all conditions of a listing, those of alternatives included. */
function conditionsOf({ filter, anyOf = [] }: Pick<UnresolvedListing, 'filter' | 'anyOf'>): Filter {
  return [...filter, ...anyOf.flatMap(({ filters }) => filters.flat())];
}

/** Returns true if the portal's field list has to be read before the records. */
export function needsFieldList({ filter, anyOf, orderBy }: Omit<UnresolvedListing, 'entity'>): boolean {
  const isUnresolved = ({ unresolved }: Condition) => unresolved !== undefined;
  if (filter.some(isUnresolved) || anyOf?.some(({ filters }) => filters.flat().some(isUnresolved))) return true;
  return orderBy.some(({ argument }) => argument !== undefined);
}

const provisionalKinds: Record<CustomKind, FieldKind> = {
  string: 'text',
  number: 'number',
  boolean: 'flag',
  dateTime: 'datetime',
  date: 'date',
  code: 'code',
  money: 'code',
};

/** Operators that among numbers only ids of records have. */
const ofRecords: ReadonlySet<FilterOperator> = new Set(['ne', 'notIn', 'isEmpty']);

/**
 * Returns the entity with the requested custom fields, of the kinds that the arguments imply: cost is planned and cursors
 * are decoded before the portal's field list is read.
 * @throws InvalidArgumentError for a name that no portal can have
 */
export function provisionalEntity(listing: UnresolvedListing): Entity {
  const { entity, orderBy } = listing;
  if (!needsFieldList(listing)) return entity;
  const fields = new Map<string, FieldSpec>();
  for (const { field, argument } of orderBy) {
    if (argument === undefined) continue;
    checkCustomFieldNames([field], `${argument}.custom`);
    fields.set(field, provisionalSpec('text'));
  }
  for (const { field, operator, unresolved } of conditionsOf(listing)) {
    if (!unresolved) continue;
    checkCustomFieldNames([field], `${unresolved.argument}.field`);
    const isLink = (unresolved.kind === 'number' || unresolved.kind === 'code') && ofRecords.has(operator);
    fields.set(field, provisionalSpec(isLink ? 'link' : provisionalKinds[unresolved.kind]));
  }
  return { ...entity, fields: { ...entity.fields, ...Object.fromEntries(fields) } };
}

function provisionalSpec(kind: FieldKind): FieldSpec {
  return { kind, custom: true, text: 'A custom field.' };
}

/**
 * Returns the listing with the portal's own names and values, and the entity with the portal's own fields.
 * @throws InvalidArgumentError for a field that the portal lacks, a condition that its type does not have, or a value
 *   that it cannot have
 */
export function resolveListing<L extends UnresolvedListing>(listing: L, portal: PortalCustomFields): L {
  const fields = new Map<string, CustomFieldDescription>();
  const find = (name: string, argument: string): CustomFieldDescription => {
    const found = portal.find(name, argument);
    fields.set(found.name, found);
    return found;
  };
  const orderBy = listing.orderBy.map(({ field, direction, argument }) =>
    argument === undefined ? { field, direction } : { field: sortKey(field, argument, find), direction },
  );
  for (const { field, unresolved } of conditionsOf(listing))
    if (unresolved) find(field, `${unresolved.argument}.field`);
  const specs = [...fields].map(([name, description]) => [name, customFieldSpec(description)] as const);
  const entity: Entity = { ...listing.entity, fields: { ...listing.entity.fields, ...Object.fromEntries(specs) } };
  const resolve = (filter: Filter): Filter => {
    checkPlaces(filter, portal);
    return filter.flatMap((condition) =>
      condition.unresolved
        ? onShownTimes(entity, resolveCondition(condition, condition.unresolved, portal.find(condition.field)))
        : [condition],
    );
  };
  const anyOf = listing.anyOf?.map(({ filters, ...rest }) => ({ ...rest, filters: filters.map(resolve) }));
  return { ...listing, entity, filter: resolve(listing.filter), orderBy, ...(anyOf && { anyOf }) };
}

function sortKey(
  field: string,
  argument: string,
  find: (name: string, argument: string) => CustomFieldDescription,
): string {
  const description = find(field, `${argument}.custom`);
  if (isSortedByValue(description)) return description.name;
  const has = description.isMultiple ? 'has several values' : `is of the type "${description.type}"`;
  throw new InvalidArgumentError(
    `${argument}.custom`,
    field,
    `a field that the upstream sorts by its value; this one ${has}`,
  );
}

function resolveCondition(
  { operator, value }: Condition,
  { argument, kind }: UnresolvedCondition,
  description: CustomFieldDescription,
): Condition {
  const { name, type, isMultiple } = description;
  const own = conditionKind(description);
  const said = `${name} is of the type "${type}"`;
  if (own !== kind) {
    const allowed = own ? `${argument}.${own}, since ${said}` : `a field that the upstream filters by; ${said}`;
    throw new InvalidArgumentError(`${argument}.${kind}`, { [operator]: value }, allowed);
  }
  const operators = operatorsOfCustomField(description);
  const at = `${argument}.${kind}.${operator}`;
  if (!operators.includes(operator)) {
    const several = isMultiple ? ' and has several values' : '';
    throw new InvalidArgumentError(at, value, `one of ${operators.join(', ')}, since ${said}${several}`);
  }
  if (operator === 'isEmpty') return { field: name, operator, value };
  const forms = [value].flat().flatMap((one) => storedForms(one, description, at));
  if (Array.isArray(value)) return { field: name, operator, value: forms };
  const [form = value, ...others] = forms;
  if (others.length === 0) return { field: name, operator, value: form };
  return { field: name, operator: operator === 'ne' ? 'notIn' : 'in', value: forms };
}

/** The upstream takes one wanted value or one list of them for a field, and one substring. */
function checkPlaces(filter: Filter, portal: PortalCustomFields): void {
  const taken = new Map<string, string>();
  for (const { field, operator, value, unresolved } of filter) {
    const place = placeOf(operator, value);
    if (!unresolved || place === undefined) continue;
    const key = `${place} on ${portal.find(field).name}`;
    const other = taken.get(key);
    if (other !== undefined) {
      throw new InvalidArgumentError(unresolved.argument, field, `only one ${place} on a field; ${other} has one`);
    }
    taken.set(key, unresolved.argument);
  }
}

/** Names what a field can have one of by a condition; nothing for a condition that it can have several of. */
function placeOf(operator: FilterOperator, value: Condition['value']): string | undefined {
  if (operator === 'contains') return 'contains';
  const wants = operator === 'eq' || operator === 'in' || (operator === 'isEmpty' && value === true);
  return wants ? 'of eq, in and isEmpty: true' : undefined;
}
