import type { ContactFilter } from '../generated/graphql.ts';
import { buildFilter, type FilterBuilder, filterFieldNamed } from './filter-builder.ts';
import type { FilterField } from './filter-fields.ts';
import { collectProblems, inputError } from './input-error.ts';

/** Signs for operators, longest first; a sign for no operator of a field is one for another: `=` without a value is `isEmpty`. */
const signs = [
  ['!=', 'ne'],
  ['>=', 'gte'],
  ['<=', 'lte'],
  ['=', 'eq'],
  ['>', 'gt'],
  ['<', 'lt'],
  ['~', 'contains'],
] as const;
const FORMS =
  'as field=value, with = != > >= < <= or ~ (contains), or as field:operator=value, such as typeId:in=CLIENT,PARTNER';

/**
 * Reads a filter as people type it: conditions such as `companyId=15`, `lastName~Pet`, `typeId:in=CLIENT,PARTNER`, or a whole
 * `ContactFilter` as JSON. All must hold.
 * @param place where they were typed, for messages
 * @throws InputError with the problems of all conditions
 */
export function parseFilter(conditions: readonly string[], place: string): ContactFilter | undefined {
  const builder = buildFilter();
  collectProblems(
    conditions.map((text) => () => {
      if (text.trimStart().startsWith('{')) addJson(builder, text, place);
      else addExpression(builder, text, `${place} ${text}`);
    }),
  );
  return builder.build();
}

function addExpression(builder: FilterBuilder, text: string, place: string): void {
  const trimmed = text.trim();
  const [name = ''] = /^\w+/.exec(trimmed) ?? [];
  const rest = name === '' ? '' : trimmed.slice(name.length).trimStart();
  const [, named, operand] = /^:(\w+)=([^]*)$/.exec(rest) ?? [];
  if (named !== undefined && operand !== undefined) {
    const field = filterFieldNamed(name, place);
    builder.add(field, named, field.operators[named]?.list ? listOf(operand, place) : operand, place);
    return;
  }
  const [sign, operator] = signs.find(([start]) => rest.startsWith(start)) ?? [];
  if (sign === undefined || operator === undefined) throw inputError(place, `is no condition; write one ${FORMS}.`);
  addSigned(builder, filterFieldNamed(name, place), operator, rest.slice(sign.length).trim(), place);
}

function addSigned(builder: FilterBuilder, field: FilterField, operator: string, value: string, place: string): void {
  const isBlank = value === '' && (operator === 'eq' || operator === 'ne') && 'isEmpty' in field.operators;
  if (isBlank) builder.add(field, 'isEmpty', operator === 'eq', place);
  else builder.add(field, operator, value, place);
}

/** Values with commas in them are given as a JSON list. */
function listOf(text: string, place: string): readonly unknown[] {
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map((value) => value.trim());
  const values = parseJson(text, place);
  if (!Array.isArray(values)) throw inputError(place, 'takes a list: values with commas between, or a JSON list.');
  return values;
}

function addJson(builder: FilterBuilder, text: string, place: string): void {
  addFilter(builder, parseJson(text, place) as Readonly<Record<string, unknown>>, place);
}

function addFilter(builder: FilterBuilder, filter: Readonly<Record<string, unknown>>, place: string): void {
  const steps = Object.entries(filter).flatMap(([name, conditions]) => {
    if (name === 'or') return [() => addOr(builder, conditions, `${place} or`)];
    if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions)) {
      return [
        () => {
          filterFieldNamed(name, place);
          throw inputError(`${place} ${name}`, 'takes an object of operators and values, such as {"eq":15}.');
        },
      ];
    }
    return Object.entries(conditions).map(([operator, value]) => () => {
      builder.add(filterFieldNamed(name, place), operator, value, `${place} ${name}.${operator}`);
    });
  });
  collectProblems<void>(steps);
}

function addOr(builder: FilterBuilder, filters: unknown, place: string): void {
  if (!Array.isArray(filters) || filters.some((filter) => typeof filter !== 'object' || filter === null)) {
    throw inputError(place, 'takes a list of filters, such as [{"name":{"eq":"Anna"}},{"lastName":{"eq":"Anna"}}].');
  }
  const read = filters.map((filter: Readonly<Record<string, unknown>>) => () => {
    const own = builder.begin();
    addFilter(own, filter, place);
    return own.build() ?? {};
  });
  builder.addOr(collectProblems(read), place);
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw inputError(place, 'is not JSON.');
  }
}
