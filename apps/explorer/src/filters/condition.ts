import { type ContactFilter, customFilterField, type FilterField, filterFields } from '@contacts/client';

/** A condition taken apart: `companyId:eq=15`. */
export interface Condition {
  readonly field: string;
  /** Of a custom field, the kind of its values, such as `number`. */
  readonly custom?: string | undefined;
  readonly operator: string;
  /** As it is typed: the values of a list comma-separated. */
  readonly value: string;
}

/** Writes a condition as `parseFilter` reads it; that on a custom field only with the list of the portal's fields. */
export function writeCondition({ field, operator, value }: Condition): string {
  return `${field}:${operator}=${value}`;
}

/** Takes apart one of {@link conditionsOf}. */
export function readCondition(text: string): Condition {
  if (isCustomCondition(text)) return readCustom(text);
  const [, field = '', operator = '', value = ''] = /^(\w+):(\w+)=([^]*)$/.exec(text) ?? [];
  return { field, operator, value };
}

/**
 * Returns the conditions of a filter, one for each operator. An OR is one condition, written as JSON; so is each on a custom
 * field, with the kind of its values: it is read without the list of the portal's fields.
 */
export function conditionsOf(filter: ContactFilter | undefined): readonly string[] {
  const { or, custom, ...fields } = filter ?? {};
  return [
    ...Object.entries(fields).flatMap(([field, operators]) =>
      membersOf(operators).map(([operator, value]) => writeCondition({ field, operator, value: textOf(value) })),
    ),
    ...(custom ?? []).flatMap(({ field, ...kinds }) =>
      membersOf(kinds).flatMap(([kind, operators]) =>
        membersOf(operators).map(([operator, value]) =>
          JSON.stringify({ custom: [{ field, [kind]: { [operator]: value } }] }),
        ),
      ),
    ),
    ...(or ? [JSON.stringify({ or })] : []),
  ];
}

/** Returns true for a condition on one field, which the form can change. */
export function isSingle(text: string): boolean {
  return !text.startsWith('{') || isCustomCondition(text);
}

/** Returns true for a condition on a custom field. */
export function isCustomCondition(text: string): boolean {
  return text.startsWith('{"custom":');
}

/** Returns the field of a condition, with the operators of the schema. */
export function fieldOf({ field, custom }: Pick<Condition, 'field' | 'custom'>): FilterField | undefined {
  if (custom !== undefined) return customFilterField(field, custom);
  return filterFields.find(({ name }) => name === field);
}

function readCustom(text: string): Condition {
  const { custom } = JSON.parse(text) as { readonly custom: readonly [Readonly<Record<string, unknown>>] };
  const { field, ...kinds } = custom[0];
  const [[kind, operators] = ['', {}]] = membersOf(kinds);
  const [[operator, value] = ['', '']] = membersOf(operators);
  return { field: String(field), custom: kind, operator, value: textOf(value) };
}

function membersOf(value: unknown): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries((value ?? {}) as Readonly<Record<string, unknown>>);
}

/** Writes a value as people type it, and a list as JSON where a value has a comma in it. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return scalarText(value);
  const texts = value.map(scalarText);
  const isPlain = texts.length > 0 && texts.every((text) => /^[^,[\s](?:[^,]*[^,\s])?$/.test(text));
  return isPlain ? texts.join(', ') : JSON.stringify(value);
}

/** Money is written as the upstream does, such as `1500|RUB`. */
function scalarText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { amount, currency } = value as { readonly amount: number; readonly currency: string };
  return `${amount}|${currency}`;
}
