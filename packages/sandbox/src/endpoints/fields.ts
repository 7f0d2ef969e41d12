import type { Entity } from '../entities/entity.ts';
import type { Field } from '../fields/field.ts';
import { type ApiResponse, success } from '../http/endpoint.ts';

/** Handles GET …/fields (contract §2). */
export function fields(entity: Entity): ApiResponse {
  return success(fieldsOf(entity));
}

/** Returns `data` of GET …/fields, also for batches. */
export function fieldsOf({ fields: all, fieldsShape, includes }: Entity): Record<string, unknown> {
  const listed = all.filter((field) => field.listed !== false);
  if (fieldsShape === 'upper') {
    // Statuses have native names and no level `fields`.
    return Object.fromEntries(listed.map((field) => [nativeName(field.name), shortDescription(field)]));
  }
  const describe = fieldsShape === 'flat' ? shortDescription : description;
  return { fields: Object.fromEntries(listed.map((field) => [field.name, describe(field)])), include: includes };
}

function nativeName(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function shortDescription({ kind, title, readOnly = false }: Field): Record<string, unknown> {
  return { type: typeNames[kind], readonly: readOnly, label: title };
}

function description(field: Field): Record<string, unknown> {
  const { name, kind, type, title, readOnly = false, required = false, items, multiple } = field;
  const entry: Record<string, unknown> = {
    type: type ?? typeNames[kind],
    isRequired: required,
    isReadOnly: readOnly,
    title,
  };
  if (items !== undefined) entry['items'] = items.map(({ id, value }) => ({ ID: String(id), VALUE: value }));
  if (name.startsWith('ufCrm_')) entry['isMultiple'] = multiple ?? false;
  return entry;
}

/** Type of each kind in GET …/fields (contract §2, "type values seen"). */
const typeNames: Record<Field['kind'], string> = {
  integer: 'number',
  double: 'number',
  boolean: 'boolean',
  yesno: 'boolean',
  datetime: 'datetime',
  date: 'date',
  string: 'string',
  code: 'string',
  phone: 'multifield',
  email: 'multifield',
  web: 'multifield',
  list: 'array',
};
