/** A custom field of the portal, by its upstream name in either style (contract §2, "UF"). */
export type CustomFieldName = `ufCrm${string}` | `UF_CRM${string}`;

/** Returns true if `name` has the form of a custom field's name. Only the portal knows which ones there are. */
export function isCustomFieldName(name: string): name is CustomFieldName {
  return /^(?:ufCrm|UF_CRM)\w{1,50}$/.test(name);
}

/**
 * Returns the name that a field has in the database, which both of its names stand for: `ufCrm_1` and `UF_CRM_1`, or
 * `ufCrmMyField` and `UF_CRM_MY_FIELD` (contract §11.8). A name with letters and digits mixed keeps its underscores:
 * `ufCrm_CN_TL2CRM`.
 */
export function nativeName(name: string): string {
  if (name.startsWith('UF_CRM')) return name;
  const rest = name.slice('ufCrm'.length);
  if (rest.startsWith('_')) return `UF_CRM${rest}`;
  return `UF_CRM${rest.replaceAll(/[A-Z]|^\d/g, '_$&').toUpperCase()}`;
}

/** Returns the other name under which a row has a custom field, if it lacks the field's own name. */
export function otherNameIn(raw: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const native = nativeName(name);
  return Object.keys(raw).find((key) => key !== name && isCustomFieldName(key) && nativeName(key) === native);
}
