import { checkLength, type InputLimits } from './input-limits.ts';

/**
 * The names of custom fields that an argument asks for; `null` for all of them. Which names there are, only the portal
 * knows: the caller checks them before it reads contacts.
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
