import type { CustomFieldValue } from './custom-field-value.ts';

/** A value as JSON has it: a money's amount and currency are an object, an option its title, or its id without one. */
export type PlainValue = string | number | boolean | { readonly amount: number; readonly currency: string | null };

/**
 * Returns values as people read them: options by their titles, times in ISO 8601, booleans as "true" and "false", and
 * several values with commas between them.
 * @returns `null` without any value
 */
export function textOf(values: readonly CustomFieldValue[]): string | null {
  return values.length === 0 ? null : values.map(textOfValue).join(', ');
}

/** Returns a value for programs, without its type. */
export function plainValue(value: CustomFieldValue): PlainValue {
  switch (value.kind) {
    case 'money':
      return { amount: value.amount, currency: value.currency };
    case 'option':
      return value.title ?? value.id;
    default:
      return value.value;
  }
}

function textOfValue(value: CustomFieldValue): string {
  switch (value.kind) {
    case 'money':
      return value.currency === null ? String(value.amount) : `${value.amount} ${value.currency}`;
    case 'option':
      return value.title ?? value.id;
    default:
      return String(value.value);
  }
}
