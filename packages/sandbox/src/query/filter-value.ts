import { ApiError } from '../api-error.ts';
import type { Field } from '../fields/field.ts';
import { parseInstant } from '../fields/instant.ts';
import type { Cell } from '../store/column.ts';

/**
 * Converts a filter's value to a cell of the field. Values of a query string are texts, so that "15" is the number 15
 * (contract §3, "Numeric query strings"). "" and null are empty (§9, "null filter").
 * @throws ApiError if the field does not allow the value
 */
export function filterCell(field: Field, value: unknown): Cell {
  if (value === null || value === '') return null;
  const cell = cellOf(field, value);
  if (cell === undefined) throw invalidValue(field.name);
  return cell;
}

function cellOf(field: Field, value: unknown): Cell | undefined {
  switch (field.kind) {
    case 'integer':
    case 'double':
      return numberOf(value);
    case 'boolean':
      return booleanOf(value, ['Y', 'N']);
    case 'yesno':
      // Natively custom booleans are filtered by 1 and 0, not by Y and N (contract §3, "Boolean UF").
      return booleanOf(value, []);
    case 'datetime':
    case 'date':
      return typeof value === 'string' ? (parseInstant(value) ?? undefined) : undefined;
    case 'string':
    case 'code':
    case 'phone':
    case 'email':
    case 'web':
    case 'list':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    default:
      return field.kind satisfies never;
  }
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function booleanOf(value: unknown, [yes, no]: readonly string[]): number | undefined {
  if (value === true || value === 1 || value === '1' || value === 'true' || (yes !== undefined && value === yes))
    return 1;
  if (value === false || value === 0 || value === '0' || value === 'false' || (no !== undefined && value === no))
    return 0;
  return undefined;
}

/** Makes 400 INVALID_FILTER with the native message (contract §3, "Codes"). */
export function invalidValue(name: string): ApiError {
  return new ApiError(400, 'INVALID_FILTER', `Invalid filter: field '${name}' has invalid value`);
}
