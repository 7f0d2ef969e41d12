import { findInPortal } from './custom-filter-field.ts';
import type { FilterField } from './filter-fields.ts';
import { InputError } from './input-error.ts';
import { customOrderName } from './order-fields.ts';
import type { PortalField } from './portal-field.ts';

/** Returns the custom fields that contacts can be filtered by, each with the operators of its type. */
export function customFilterFields(portal: readonly PortalField[]): readonly FilterField[] {
  const find = findInPortal(portal);
  const fields = allowed(portal, (name) => find(name, name));
  return fields.filter(({ operators }) => Object.keys(operators).length > 0);
}

/** Returns the names of the custom fields that contacts can be sorted by. */
export function customOrderNames(portal: readonly PortalField[]): readonly string[] {
  return allowed(portal, (name) => customOrderName(name, name, portal));
}

/** A field that would be refused where it is typed is not offered. */
function allowed<Choice>(portal: readonly PortalField[], choose: (name: string) => Choice): readonly Choice[] {
  return portal
    .filter(({ isCustom }) => isCustom)
    .flatMap(({ name }) => {
      try {
        return [choose(name)];
      } catch (error) {
        if (error instanceof InputError) return [];
        throw error;
      }
    });
}
