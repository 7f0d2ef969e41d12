import { type CustomFieldName, isCustomFieldName } from './contact-fields.ts';
import type { ContactRow } from './contact.ts';
import { decoders, isBlank, misfit, toText } from './decode.ts';
import type { FieldDescription } from './field-description.ts';

/** A value of a custom field, by the native type of the field (contract §2, "UF"). */
export type CustomFieldValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'datetime'; readonly value: string }
  | { readonly kind: 'money'; readonly amount: number; readonly currency: string | null }
  | { readonly kind: 'option'; readonly id: string; readonly title: string | null };

/** A custom field of one contact. */
export interface CustomField {
  readonly description: FieldDescription;
  /** None where the field is empty, several where it is multiple. */
  readonly values: readonly CustomFieldValue[];
}

/** A custom field, as the portal lists it. */
type CustomFieldDescription = FieldDescription & { readonly name: CustomFieldName };

/** The custom fields among a portal's fields. */
export function customFieldsAmong(fields: readonly FieldDescription[]): readonly CustomFieldDescription[] {
  // Asked again for every contact of a page, always of the same list.
  const known = amongFields.get(fields);
  if (known) return known;
  const custom = fields.filter((field): field is CustomFieldDescription => isCustomFieldName(field.name));
  amongFields.set(fields, custom);
  return custom;
}

const amongFields = new WeakMap<readonly FieldDescription[], readonly CustomFieldDescription[]>();

/** The same name in the style in which the portal lists it: `UF_CRM_1` and `ufCrm_1` are one field (contract §2, "UF"). */
export function sameCustomField(a: string, b: string): boolean {
  return canonical(a) === canonical(b);
}

/**
 * The value of a custom field of a contact. The upstream passes them as they are natively, so that their form depends
 * on the field's type (contract §2).
 * @throws UpstreamError `bad_response` if the value does not fit the type
 */
export function readCustomField({ raw }: ContactRow, description: FieldDescription): CustomField {
  const name = Object.hasOwn(raw, description.name)
    ? description.name
    : Object.keys(raw).find((key) => sameCustomField(key, description.name));
  const value = name === undefined ? null : raw[name];
  // An unset value of a multiple field can come as `false` (the native form of an empty list).
  const isUnset = (each: unknown): boolean => isBlank(each) || (each === false && description.type !== 'boolean');
  const values = (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((each) => !isUnset(each));
  return { description, values: values.map((each) => decodeValue(each, description)) };
}

function decodeValue(value: unknown, { name, type, items }: FieldDescription): CustomFieldValue {
  const decoded = decodeByType(value, type, items);
  if (!decoded) throw misfit('contact', name, value);
  return decoded;
}

function decodeByType(value: unknown, type: string, items: FieldDescription['items']): CustomFieldValue | undefined {
  switch (type) {
    case 'integer':
    case 'double':
    case 'number':
    case 'employee': {
      const number = decoders.number(value);
      return number === null || number === undefined ? undefined : { kind: 'number', value: number };
    }
    case 'boolean': {
      const yes = decoders.boolean(value);
      return yes === null || yes === undefined ? undefined : { kind: 'boolean', value: yes };
    }
    case 'datetime': {
      const moment = decoders.datetime(value);
      return moment === null || moment === undefined ? undefined : { kind: 'datetime', value: moment };
    }
    case 'money':
      return toMoney(value);
    case 'enumeration': {
      const id = toText(value);
      return id === null || id === undefined
        ? undefined
        : { kind: 'option', id, title: items.find((item) => item.id === id)?.value ?? null };
    }
    default: {
      // Types without a form of their own here (files, addresses, links to records) are shown as the upstream has them.
      const text = typeof value === 'object' ? JSON.stringify(value) : toText(value);
      return text === null || text === undefined ? undefined : { kind: 'string', value: text };
    }
  }
}

/** "1500|RUB" (contract §2, aggregate). */
function toMoney(value: unknown): CustomFieldValue | undefined {
  const [amountText = '', currency = ''] = (toText(value) ?? '').split('|');
  const amount = amountText === '' ? Number.NaN : Number(amountText);
  return Number.isFinite(amount) ? { kind: 'money', amount, currency: currency === '' ? null : currency } : undefined;
}

function canonical(name: string): string {
  return name
    .replace(/^UF_CRM_?/, 'ufCrm')
    .replace(/^ufCrm_?/, 'ufCrm')
    .toLowerCase();
}
