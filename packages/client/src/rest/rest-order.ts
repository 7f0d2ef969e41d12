import { isCustomColumn } from '../columns/contact-columns.ts';
import { customOrderName, orderFields } from '../columns/order-fields.ts';
import type { PortalField } from '../columns/portal-field.ts';
import { inputError, unknownName } from '../columns/input-error.ts';
import type { ContactOrder } from '../generated/graphql.ts';
import { type RestValue, textOf } from './query-string.ts';

type Key = readonly [name: string, direction: RestValue];

/** At most as many sort keys as the gateway takes. */
const MAX_KEYS = 3;

/**
 * Reads `order` or `sort` in any of their forms: `{lastName: 'asc'}`, `-createdTime,id`, `id:asc`, `['id', '-name']` or `{id: -1}`
 * (contract §1, §2, §11.2).
 * @param place the parameter, for messages
 * @param portal the portal's fields; without them, names of custom fields are not checked
 * @throws InputError with the fields and directions that are allowed
 */
export function readRestOrder(
  value: RestValue,
  place: string,
  portal?: readonly PortalField[],
): readonly ContactOrder[] {
  const keys = new Map(keysOf(value, place));
  if (keys.size > MAX_KEYS) throw inputError(place, `takes ${MAX_KEYS} fields at most (got ${keys.size}).`);
  return [...keys].map(([name, direction]) => {
    const at = `${place}[${name}]`;
    const sorted = isDescending(direction, at) ? { direction: 'DESC' as const } : {};
    if (isCustomColumn(name)) return { custom: customOrderName(name, at, portal), ...sorted };
    const field = orderFields.find(({ upstream }) => upstream === name);
    if (!field) {
      const names = orderFields.flatMap(({ upstream }) => upstream ?? []);
      throw unknownName(at, 'field to sort by', name, names);
    }
    return { field: field.value, ...sorted };
  });
}

function keysOf(value: RestValue, place: string): readonly Key[] {
  if (typeof value === 'string') return namesOf(value.split(','));
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return namesOf(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw inputError(place, 'takes fields and directions, as in order[lastName]=asc or sort=-createdTime.');
}

function namesOf(names: readonly string[]): readonly Key[] {
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const [field = '', direction] = name.split(':');
      if (direction !== undefined) return [field, direction];
      return name.startsWith('-') ? [name.slice(1), 'desc'] : [name, 'asc'];
    });
}

function isDescending(direction: RestValue, place: string): boolean {
  const word = textOf(direction).toLowerCase();
  if (word === 'desc' || word === '-1') return true;
  if (word === 'asc' || word === '1') return false;
  throw inputError(place, `takes asc or desc (got ${JSON.stringify(direction)}).`);
}
