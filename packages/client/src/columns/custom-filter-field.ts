import { contactSchema } from '../generated/contact-schema.ts';
import type { FilterField } from './filter-fields.ts';
import { inputError, unknownName } from './input-error.ts';
import { customFieldNamed, type PortalField } from './portal-field.ts';

/**
 * Finds a custom field by a name as it was typed.
 * @param place where it was typed, for messages
 * @param value what it is compared with, or the first of it
 * @throws InputError if contacts cannot be filtered by it
 */
export type FindCustomField = (name: string, place: string, value?: unknown) => FilterField;

const { field: _field, ...kinds } = contactSchema.inputs['CustomFieldFilter'] ?? {};
/** The kinds of value that conditions on custom fields have, such as `number`. */
export const customKinds: readonly string[] = Object.keys(kinds);
/** The kind of the types that the schema does not list. */
const OTHER = 'string';
/** Types whose values are numbers, where no value and 0 are one (description of `CustomNumberFilter`). */
const numbers: ReadonlySet<string> = new Set(['integer', 'double']);
const unequal: ReadonlySet<string> = new Set(['ne', 'notIn', 'isEmpty']);
/** Types of which the upstream finds several values only by being empty or not. */
const onlyEmpty: ReadonlySet<string> = new Set(['boolean', 'date', 'datetime', 'money']);

/** Returns the filter field of a custom field whose values are of a kind. */
export function customFilterField(name: string, kind: string, allows = (_operator: string) => true): FilterField {
  const { type = '', description = '' } = kinds[kind] ?? {};
  const operators = Object.entries(contactSchema.inputs[type] ?? {}).filter(([operator]) => allows(operator));
  return { name, upstream: name, description, operators: Object.fromEntries(operators), custom: kind };
}

/** Finds custom fields in the portal's list, with the operators of their types. */
export function findInPortal(portal: readonly PortalField[]): FindCustomField {
  return cached((name, place) => {
    const field = customFieldNamed(portal, name, place);
    const type = field.type ?? '';
    if (type === 'file') throw inputError(place, `${field.name} holds files; contacts cannot be filtered by it.`);
    return customFilterField(field.name, kindOfType(type), (operator) =>
      field.isMultiple ? isOfSeveral(operator, type) : !numbers.has(type) || !unequal.has(operator),
    );
  });
}

/** Returns true for an operator that looks at any one of several values. */
function isOfSeveral(operator: string, type: string): boolean {
  if (operator === 'contains') return type === 'string';
  return operator === 'isEmpty' || ((operator === 'eq' || operator === 'in') && !onlyEmpty.has(type));
}

/** Takes custom fields to be of the kind that a value looks like, and notes which. */
export function guessByValue(note: (place: string, message: string) => void): FindCustomField {
  return cached((name, place, value) => {
    const kind = kindOfValue(value);
    note(place, `the type of ${name} is not known here; its value is taken for one of the kind "${kind}".`);
    return customFilterField(name, kind);
  });
}

/** Without a portal's list, conditions have to name the kind of their values themselves. */
export const refuseCustomField: FindCustomField = (name, place) => {
  const example = JSON.stringify({ custom: [{ field: name, number: { gte: 3 } }] });
  throw inputError(place, `the type of ${name} is not known here; name its kind, as in ${example}.`);
};

/**
 * Returns a kind by its name.
 * @throws InputError with the kinds that there are
 */
export function customKindNamed(name: string, place: string): string {
  if (customKinds.includes(name)) return name;
  throw unknownName(place, 'kind of custom field', name, customKinds);
}

/** The schema's descriptions name the types of each kind. */
function kindOfType(type: string): string {
  return customKinds.find((kind) => kinds[kind]?.description.includes(`\`${type}\``)) ?? OTHER;
}

function kindOfValue(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'number') return 'number';
  if (typeof first === 'boolean') return 'boolean';
  const text = typeof first === 'string' ? first.trim() : '';
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return 'number';
  if (/^(?:[yn]|true|false)$/i.test(text)) return 'boolean';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'date';
  if (/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/.test(text)) return 'dateTime';
  return /^-?\d{1,15}(?:\.\d{1,15})?\|[A-Z]{3}$/.test(text) ? 'money' : OTHER;
}

/** One field has one kind, and one note, however many conditions it has. */
function cached(find: FindCustomField): FindCustomField {
  const found = new Map<string, FilterField>();
  return (name, place, value) => {
    const field = found.get(name) ?? find(name, place, value);
    found.set(name, field);
    return field;
  };
}
