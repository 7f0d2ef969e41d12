import { type CustomFieldName, isCustomFieldName } from './contact-fields.ts';
import { InvalidArgumentError } from '../errors.ts';
import { nearestFirst } from './nearest-names.ts';
import { nativeName } from './native-name.ts';

/** Names that a refusal lists at most; portals can have hundreds of fields. */
const MAX_LISTED = 20;

/**
 * Returns the portal's own name of a custom field that is asked for by `name`; `undefined` if there is none, or more
 * than one. Of two fields whose names collide, the upper-case name stays (contract §11.8): an exact match comes first.
 */
export function ownNameOf(name: string, listed: readonly CustomFieldName[]): CustomFieldName | undefined {
  const exact = listed.find((own) => own === name);
  if (exact !== undefined) return exact;
  const same = listed.filter((own) => nativeName(own) === nativeName(name));
  return same.length === 1 ? same[0] : undefined;
}

/**
 * Returns what {@link ownNameOf} does.
 * @throws InvalidArgumentError for a name that the portal does not have; it lists the most similar names first
 */
export function ownName(name: string, listed: readonly CustomFieldName[], argument = ARGUMENT): CustomFieldName {
  const own = ownNameOf(name, listed);
  if (own === undefined)
    throw new InvalidArgumentError(argument, name, `a custom field of the portal: ${some(nearestFirst(name, listed))}`);
  return own;
}

/** @throws InvalidArgumentError for the first of `names` that no portal can have; nothing need be known of the portal */
export function checkCustomFieldNames(names: readonly string[], argument = ARGUMENT): void {
  const wrong = names.find((name) => !isCustomFieldName(name));
  if (wrong === undefined) return;
  throw new InvalidArgumentError(argument, wrong, 'the name of a custom field, beginning with ufCrm or UF_CRM');
}

const ARGUMENT = 'customFields.names';

function some(listed: readonly CustomFieldName[]): string {
  if (listed.length === 0) return 'it has none';
  const more = listed.length > MAX_LISTED ? `, and ${listed.length - MAX_LISTED} more in contactFields` : '';
  return `${listed.slice(0, MAX_LISTED).join(', ')}${more}`;
}
