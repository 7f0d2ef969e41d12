import { checkLength, type InputLimits } from './input-limits.ts';

/**
 * Returns the names of custom fields in an argument; `null` for all of them. Only the portal knows the existing names:
 * core checks them before it reads contacts.
 * @throws ListTooLongError
 */
export function toCustomFieldNames(
  names: readonly string[] | null | undefined,
  limits: InputLimits,
): readonly string[] | null {
  if (names === null || names === undefined) return null;
  checkLength('customFields.names', names, limits.customFields, 'names');
  return names;
}
