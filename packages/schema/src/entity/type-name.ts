import type { Entity } from '@contacts/core';

/** Returns the name of the type of an entity's records: `Contact` for contacts. */
export function typeName({ singular }: Entity): string {
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}
