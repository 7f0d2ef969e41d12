import { decoders, misfit, toText } from './decode.ts';
import type { FieldDescription } from './field-description.ts';

/** A value of a custom field, by the native type of the field (contract §2, "UF"). */
export type CustomFieldValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'datetime'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'money'; readonly amount: number; readonly currency: string | null }
  | { readonly kind: 'option'; readonly id: string; readonly title: string | null };

/**
 * Decodes one value of a custom field. The upstream passes them as they are natively, so that their form depends on the
 * field's type (contract §2).
 * @throws UpstreamError `bad_response` if the value does not fit the type; the message names the field, never the value
 */
export function decodeCustomValue(value: unknown, { name, type, items }: FieldDescription): CustomFieldValue {
  const decoded = decodeByType(value, type, items);
  if (!decoded) throw misfit('contact', name, value);
  return decoded;
}

function decodeByType(value: unknown, type: string, items: FieldDescription['items']): CustomFieldValue | undefined {
  switch (type) {
    case 'integer':
    case 'double':
    case 'number':
    case 'employee':
      return ofKind('number', decoders.number(value));
    case 'boolean':
      return ofKind('boolean', decoders.boolean(value));
    case 'datetime':
      return ofKind('datetime', decoders.datetime(value));
    case 'date':
      return ofKind('date', decoders.date(value));
    case 'money':
      return toMoney(value);
    case 'enumeration': {
      const id = toText(value);
      return id === null || id === undefined
        ? undefined
        : { kind: 'option', id, title: items.find((item) => item.id === id)?.value ?? null };
    }
    default:
      // Types without a form of their own here (files, addresses, links to records) are shown as the upstream has them.
      return ofKind('string', typeof value === 'object' ? JSON.stringify(value) : toText(value));
  }
}

function ofKind<K extends string, T>(kind: K, value: T | null | undefined) {
  return value === null || value === undefined ? undefined : { kind, value };
}

/** "1500|RUB" (contract §2, aggregate). */
function toMoney(value: unknown): CustomFieldValue | undefined {
  const [amountText = '', currency = ''] = (toText(value) ?? '').split('|');
  const amount = decoders.number(amountText);
  return typeof amount === 'number'
    ? { kind: 'money', amount, currency: currency === '' ? null : currency }
    : undefined;
}
