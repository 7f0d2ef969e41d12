import { type CustomFieldName, InvalidArgumentError, isCustomFieldName } from '@contacts/core';

/** Most custom fields that one selection names: their names travel in a URL. */
const MAX_NAMES = 50;

/**
 * The names of custom fields that an argument asks for; nothing for all of them.
 * @throws InvalidArgumentError for a name that cannot be one
 */
export function toCustomFieldNames(names: readonly string[] | null | undefined): readonly CustomFieldName[] | null {
  if (names === null || names === undefined) return null;
  if (names.length > MAX_NAMES) {
    throw new InvalidArgumentError('names', `a list of ${names.length}`, `a list of at most ${MAX_NAMES} names`);
  }
  return names.map((name, index) => {
    if (isCustomFieldName(name)) return name;
    throw new InvalidArgumentError(
      `names.${index}`,
      name,
      'the name of a custom field, beginning with ufCrm or UF_CRM',
    );
  });
}
