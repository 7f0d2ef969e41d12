import type { ContactFilter } from '../generated/graphql.ts';
import { type FindCustomField, refuseCustomField } from './custom-filter-field.ts';
import { isCustomColumn } from './contact-columns.ts';
import { type FilterField, filterFields } from './filter-fields.ts';
import { type FilterScalar, parseFilterValue } from './filter-value.ts';
import { inputError, unknownName } from './input-error.ts';

type Conditions = Record<string, FilterScalar | readonly FilterScalar[]>;

/** Most filters of an `or` (description of `ContactFilter.or`). */
const MAX_OR_FILTERS = 4;

/** Collects conditions, all of which must hold, into one filter. */
export interface FilterBuilder {
  /**
   * Adds a condition.
   * @param place where it was typed, for messages
   * @throws InputError if the field or the operator does not exist, the value does not fit, or one filter cannot hold it beside
   * an earlier condition
   */
  add(field: FilterField, operator: string, value: unknown, place: string): void;
  /**
   * Adds filters of which at least one must hold.
   * @throws InputError for more than one filter can hold
   */
  addOr(filters: readonly ContactFilter[], place: string): void;
  /**
   * Returns the field with this name in the schema, or the custom field.
   * @param value what it is compared with, or the first of it
   * @throws InputError with the names that there are
   */
  fieldNamed(name: string, place: string, value?: unknown): FilterField;
  /** Finds custom fields. */
  readonly findCustom: FindCustomField;
  /** Begins a filter of its own, such as one of an OR. */
  begin(): FilterBuilder;
  /** Returns the filter; undefined without any condition. */
  build(): ContactFilter | undefined;
}

interface FieldConditions {
  readonly field: FilterField;
  readonly conditions: Conditions;
}

/**
 * Begins a filter.
 * @param offset the portal's offset from UTC, for moments that have none
 */
export function buildFilter(offset?: string, findCustom: FindCustomField = refuseCustomField): FilterBuilder {
  const byField = new Map<string, FieldConditions>();
  let or: readonly ContactFilter[] | undefined;
  return {
    add(field, operator, value, place) {
      const parsed = parseOperand(field, operator, value, place, offset);
      const key = `${field.custom ?? ''} ${field.name}`;
      const { conditions } = byField.get(key) ?? { conditions: {} };
      addCondition(conditions, field, operator, parsed, place);
      byField.set(key, { field, conditions });
    },
    addOr(filters, place) {
      if (filters.length > MAX_OR_FILTERS) {
        throw inputError(place, `has ${filters.length} filters; an OR takes at most ${MAX_OR_FILTERS}.`);
      }
      if (or) throw inputError(place, 'is a second OR; one filter can hold one.');
      if (filters.some((filter) => filter.or))
        throw inputError(place, 'has an OR in an OR; list its filters side by side.');
      or = filters;
    },
    fieldNamed: (name, place, value) =>
      isCustomColumn(name) ? findCustom(name, place, value) : filterFieldNamed(name, place),
    findCustom,
    begin: () => buildFilter(offset, findCustom),
    build: () =>
      byField.size === 0 && !or ? undefined : { ...filterOf([...byField.values()]), ...(or && { or: [...or] }) },
  };
}

function filterOf(all: readonly FieldConditions[]): ContactFilter {
  const own = all.flatMap(({ field, conditions }) => (field.custom === undefined ? [[field.name, conditions]] : []));
  const custom = all.flatMap(({ field, conditions }) =>
    field.custom === undefined ? [] : [{ field: field.name, [field.custom]: conditions }],
  );
  return { ...Object.fromEntries(own), ...(custom.length > 0 && { custom }) } as ContactFilter;
}

/**
 * Returns the field with this name in the schema.
 * @throws InputError with the names that there are
 */
function filterFieldNamed(name: string, place: string): FilterField {
  const field = filterFields.find((known) => known.name === name);
  if (field) return field;
  throw unknownName(
    place,
    'filter',
    name,
    filterFields.map((known) => known.name),
  );
}

function parseOperand(
  field: FilterField,
  operator: string,
  value: unknown,
  place: string,
  offset: string | undefined,
): FilterScalar | readonly FilterScalar[] {
  const reference = Object.hasOwn(field.operators, operator) ? field.operators[operator] : undefined;
  if (!reference) throw unknownName(place, `operator of ${field.name}`, operator, Object.keys(field.operators));
  if (!reference.list) return parseFilterValue(reference.type, value, place, offset);
  const values = Array.isArray(value) ? value : [value];
  return values.map((item: unknown) => parseFilterValue(reference.type, item, place, offset));
}

/** Adds a condition to those of its field; two with the same operator become one where one says the same. */
function addCondition(
  conditions: Conditions,
  field: FilterField,
  operator: string,
  value: FilterScalar | readonly FilterScalar[],
  place: string,
): void {
  if (operator === 'ne' && !Array.isArray(value) && 'ne' in conditions && 'notIn' in field.operators) {
    const { ne = value, ...others } = conditions;
    for (const name of Object.keys(conditions)) if (!(name in others)) delete conditions[name];
    if (ne === value) conditions['ne'] = value;
    else addCondition(conditions, field, 'notIn', [ne as FilterScalar, value as FilterScalar], place);
    return;
  }
  const earlier = conditions[operator];
  conditions[operator] =
    earlier === undefined ? value : combine(operator, earlier, value, `${field.name} ${operator}`, place);
}

function combine(
  operator: string,
  one: FilterScalar | readonly FilterScalar[],
  other: FilterScalar | readonly FilterScalar[],
  what: string,
  place: string,
): FilterScalar | readonly FilterScalar[] {
  if (Array.isArray(one) && Array.isArray(other)) {
    if (operator === 'notIn') return [...new Set([...(one as FilterScalar[]), ...(other as FilterScalar[])])];
    return one.filter((value) => other.includes(value));
  }
  if (one === other) return one;
  if (operator === 'gt' || operator === 'gte') return rankOf(one) > rankOf(other) ? one : other;
  if (operator === 'lt' || operator === 'lte') return rankOf(one) < rankOf(other) ? one : other;
  throw inputError(place, `${what} is given twice; one filter can hold one. Keep one of them.`);
}

/** Ranges are of numbers and of moments. */
function rankOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number(value);
}
