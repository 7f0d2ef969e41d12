import type { ContactFilter } from '../generated/graphql.ts';
import { addJsonFilter, parseJson } from './json-filter.ts';
import { findInPortal } from './custom-filter-field.ts';
import { buildFilter, type FilterBuilder } from './filter-builder.ts';
import type { FilterField } from './filter-fields.ts';
import { collectProblems, inputError } from './input-error.ts';
import type { PortalField } from './portal-field.ts';

/** Operators by sign, the longest signs first. `=` and `!=` without a value mean `isEmpty`. */
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
 * @param portal the portal's fields, for conditions such as `ufCrm_1720019876534>=3`; without them, those on custom fields
 *   are JSON, which names the kind of their values
 * @throws InputError with the problems of all conditions
 */
export function parseFilter(
  conditions: readonly string[],
  place: string,
  portal?: readonly PortalField[],
): ContactFilter | undefined {
  const builder = buildFilter(undefined, portal && findInPortal(portal));
  collectProblems(
    conditions.map((text) => () => {
      if (text.trimStart().startsWith('{')) addJsonFilter(builder, parseJson(text, place), place);
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
    const field = builder.fieldNamed(name, place);
    builder.add(field, named, field.operators[named]?.list ? listOf(operand, place) : operand, place);
    return;
  }
  const [sign, operator] = signs.find(([start]) => rest.startsWith(start)) ?? [];
  if (sign === undefined || operator === undefined) throw inputError(place, `is no condition; write one ${FORMS}.`);
  addSigned(builder, builder.fieldNamed(name, place), operator, rest.slice(sign.length).trim(), place);
}

function addSigned(builder: FilterBuilder, field: FilterField, operator: string, value: string, place: string): void {
  const isBlank = value === '' && (operator === 'eq' || operator === 'ne') && 'isEmpty' in field.operators;
  if (isBlank) builder.add(field, 'isEmpty', operator === 'eq', place);
  else builder.add(field, operator, value, place);
}

/** Reads comma-separated values, or a JSON list for values that contain commas. */
function listOf(text: string, place: string): readonly unknown[] {
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map((value) => value.trim());
  const values = parseJson(text, place);
  if (!Array.isArray(values)) throw inputError(place, 'takes a list: comma-separated values, or a JSON list.');
  return values;
}
