import { type ContactFilter, type FilterField, filterFields, type TypeReference } from '@contacts/client';
import { columnTitle } from '../columns/titles.ts';
import { cellText } from '../list/cell-text.ts';

/** A condition taken apart: `companyId:eq=15`. */
export interface Condition {
  readonly field: string;
  readonly operator: string;
  /** As it is typed: the values of a list comma-separated. */
  readonly value: string;
}

/** Titles of the schema's operators. One that is missing here is shown by its own name. */
const operatorTitles: Readonly<Record<string, string>> = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  matches: 'matches',
  isEmpty: 'is empty',
};
const momentTitles: Readonly<Record<string, string>> = {
  gt: 'is after',
  gte: 'is at or after',
  lt: 'is before',
  lte: 'is at or before',
};

export function operatorTitle(operator: string, type: string): string {
  return (type === 'DateTime' ? momentTitles[operator] : undefined) ?? operatorTitles[operator] ?? operator;
}

/** Writes a condition as `parseFilter` reads it. */
export function writeCondition({ field, operator, value }: Condition): string {
  return `${field}:${operator}=${value}`;
}

/** Takes apart what {@link writeCondition} wrote; also a condition with a sign, as an address may have it. */
export function readCondition(text: string): Condition {
  const [, field = '', operator = '', value = ''] = /^(\w+):(\w+)=([^]*)$/.exec(text) ?? [];
  return { field, operator, value };
}

/** Returns the conditions of a filter, one for each operator; those that no field of the schema has, as JSON. */
export function conditionsOf(filter: ContactFilter | undefined): readonly string[] {
  const { or, custom = [], ...own } = filter ?? {};
  const asJson: readonly ContactFilter[] = [
    ...(custom ?? []).map((one) => ({ custom: [one] })),
    ...(or ? [{ or }] : []),
  ];
  return [...conditionsOfFields(own), ...asJson.map((one) => JSON.stringify(one))];
}

function conditionsOfFields(filter: ContactFilter): readonly string[] {
  return Object.entries(filter).flatMap(([field, operators]) =>
    Object.entries((operators ?? {}) as Readonly<Record<string, unknown>>).map(([operator, value]) =>
      writeCondition({
        field,
        operator,
        value: Array.isArray(value) ? writeValues(value as FilterValues) : String(value as string | number | boolean),
      }),
    ),
  );
}

type FilterValues = readonly (string | number)[];

/** Writes a list as people type it, and as JSON where a value has a comma in it. */
function writeValues(values: FilterValues): string {
  const isPlain = values.length > 0 && values.every((value) => /^[^,[\s](?:[^,]*[^,\s])?$/.test(String(value)));
  return isPlain ? values.join(', ') : JSON.stringify(values);
}

/** Returns a condition as a sentence, such as `Last name contains Pet`. */
export function conditionTitle(text: string): string {
  if (!isSingle(text)) {
    const { or = [], custom } = JSON.parse(text) as ContactFilter;
    if (custom) return text;
    return (or ?? []).map((filter) => conditionsOf(filter).map(conditionTitle).join(' and ')).join(' or ');
  }
  const { field, operator, value } = readCondition(text);
  const type = fieldNamed(field)?.operators[operator]?.type ?? '';
  if (operator === 'isEmpty') return `${columnTitle(field)} ${value === 'true' ? 'is empty' : 'is not empty'}`;
  return `${columnTitle(field)} ${operatorTitle(operator, type)} ${valueTitle(value, type)}`;
}

function valueTitle(value: string, type: string): string {
  if (type === 'Boolean') return value === 'true' ? 'yes' : 'no';
  if (value.startsWith('[')) return value.slice(1, -1).replaceAll('"', '').replaceAll(',', ', ');
  return type === 'DateTime' ? cellText(value) : value;
}

/** Returns true for a condition on one field, which the form can change. */
export function isSingle(text: string): boolean {
  return !text.startsWith('{');
}

/** Returns the field of the schema with this name. */
export function fieldNamed(name: string): FilterField | undefined {
  return filterFields.find((field) => field.name === name);
}

/** Returns what an operator takes, as an example. */
export function placeholderOf({ type, list }: TypeReference): string {
  const one = type === 'SafeInt' ? '15' : 'text';
  return list ? `${one}, ${type === 'SafeInt' ? '16' : 'text'}, …` : one;
}
