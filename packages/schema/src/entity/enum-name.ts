import { apiName, type Entity } from '@contacts/core';

/** Returns the name of a field as an enum value: `CREATED_BY_ID` for `createdById`. */
export function enumName(entity: Entity, field: string): string {
  return apiName(entity, field).replaceAll(/[A-Z]/g, '_$&').toUpperCase();
}
