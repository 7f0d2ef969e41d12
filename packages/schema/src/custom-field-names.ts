import { type CustomFieldName, InvalidArgumentError, isCustomFieldName } from '@contacts/core';
import { checkLength, type InputLimits } from './input-limits.ts';

/**
 * The names of custom fields that an argument asks for; nothing for all of them.
 * @throws InvalidArgumentError for a name that cannot be one
 */
export function toCustomFieldNames(
  names: readonly string[] | null | undefined,
  limits: InputLimits,
): readonly CustomFieldName[] | null {
  if (names === null || names === undefined) return null;
  checkLength('names', names, limits.customFields, 'names');
  return names.map((name, index) => {
    if (isCustomFieldName(name)) return name;
    throw new InvalidArgumentError(
      `names.${index}`,
      name,
      'the name of a custom field, beginning with ufCrm or UF_CRM',
    );
  });
}
