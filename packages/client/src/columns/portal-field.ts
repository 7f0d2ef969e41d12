import { unknownName } from './input-error.ts';

/** A field of contacts, as the portal's list (`contactFields`) has it. */
export interface PortalField {
  readonly name: string;
  readonly isCustom: boolean;
  /** The upstream type, such as `integer`; null if it cannot be read. */
  readonly type: string | null;
  readonly isMultiple?: boolean | null;
}

/**
 * Returns the custom field with a name in either of its forms, `UF_CRM_MY_FIELD` or `ufCrmMyField`.
 * @throws InputError with the portal's custom fields
 */
export function customFieldNamed(portal: readonly PortalField[], name: string, place: string): PortalField {
  const custom = portal.filter(({ isCustom }) => isCustom);
  const field = custom.find((known) => plain(known.name) === plain(name));
  if (field) return field;
  throw unknownName(
    place,
    'custom field',
    name,
    custom.map((known) => known.name),
  );
}

/** Returns the part of a custom field's name that both of its forms share. */
export function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
