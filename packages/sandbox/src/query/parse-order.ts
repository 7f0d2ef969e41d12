import { ApiError } from '../api-error.ts';
import { customFieldName } from '../fields/custom-fields.ts';
import { type Field, isMultifield } from '../fields/field.ts';
import type { OrderKey } from '../store/table.ts';
import type { Switches } from '../switches.ts';

/** Fields and switches that an order is parsed with. */
export interface OrderSchema {
  fieldNamed: (name: string) => Field | undefined;
  switches: Switches;
}

/** Parses `order` and `sort`; if both are given, `sort` wins (contract §9). The keys keep their order. */
export function parseOrder(order: unknown, sort: unknown, schema: OrderSchema): OrderKey[] {
  const byOrder = isGiven(order) ? entries(order, 'order') : null;
  const bySort = isGiven(sort) ? sortEntries(sort) : null;
  const chosen = schema.switches.orderAndSort === 'sort' ? (bySort ?? byOrder) : (byOrder ?? bySort);
  const keys = (chosen ?? []).flatMap(([name, direction]) => key(name, direction, schema));
  const names = new Set<string>();
  return keys.filter(({ name }) => !names.has(name) && names.add(name));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

type Entry = readonly [name: string, direction: unknown];

/** `"-amount,id"`, `"id:asc"`, `["id", "-amount"]`, `{id: "asc"}` or `{id: -1}` (contract §2, POST …/search; §11.2). */
function sortEntries(sort: unknown): Entry[] {
  const names = typeof sort === 'string' ? sort.split(',') : sort;
  if (!Array.isArray(names)) return entries(names, 'sort');
  return names.map((name) => {
    if (typeof name !== 'string') throw wrongType('sort');
    const trimmed = name.trim();
    const colon = trimmed.indexOf(':');
    if (colon !== -1) return [trimmed.slice(0, colon), trimmed.slice(colon + 1)];
    return trimmed.startsWith('-') ? [trimmed.slice(1), 'desc'] : [trimmed, 'asc'];
  });
}

function entries(order: unknown, parameter: string): Entry[] {
  if (typeof order !== 'object' || order === null || Array.isArray(order)) throw wrongType(parameter);
  return Object.entries(order);
}

function key(name: string, direction: unknown, { fieldNamed, switches }: OrderSchema): OrderKey[] {
  const lower = typeof direction === 'string' ? direction.toLowerCase() : direction;
  const ascending = lower === 'asc' || lower === 1 || lower === '1';
  if (!ascending && lower !== 'desc' && lower !== -1 && lower !== '-1') {
    const got = typeof direction === 'string' ? direction : JSON.stringify(direction);
    throw new ApiError(
      400,
      'INVALID_SORT_DIRECTION',
      `Invalid order: allowed sort directions are \`ASC, DESC\`. But got '${got}' for field '${name}'`,
    );
  }
  const field = fieldNamed(customFieldName(name));
  if (field !== undefined && !isMultifield(field.kind) && field.kind !== 'list') {
    return [{ name: field.name, descending: !ascending }];
  }
  if (switches.unknownSortField === 'ignore') return [];
  throw new ApiError(400, 'UNKNOWN_SORT_FIELD', `Invalid order: field '${name}' is not allowed in order`);
}

function wrongType(parameter: string): ApiError {
  return new ApiError(
    400,
    'INVALID_SORT_TYPE',
    `${parameter}: expected ${parameter === 'sort' ? 'a string, an array or an object' : 'an object'} of fields and directions`,
  );
}
