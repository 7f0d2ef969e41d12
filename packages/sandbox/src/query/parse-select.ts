import { invalid } from '../api-error.ts';
import { customFieldName } from '../fields/custom-fields.ts';
import { typeName } from './parse-page-params.ts';

/** Selected member names, or null for all. `id` is always selected; unknown names have no effect (contract §9). */
export type Select = readonly string[] | null;

/**
 * Parses `select` of a query string: comma-separated names, or `select[]=a`. A repeated `select=a&select=b` selects all
 * members (contract §1, "Observed encodings").
 */
export function parseQuerySelect(value: unknown, rawQuery: string): Select {
  if (typeof value === 'string') return names(value.split(','));
  if (Array.isArray(value) && /(?:^|&)select(?:\[|%5B)/i.test(rawQuery)) return names(value.map(String));
  return null;
}

/** Parses `select` of a body: an array of names (contract §2, POST …/search). */
export function parseBodySelect(value: unknown): Select {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw invalid(`select: Expected array, received ${typeName(value)}`);
  const wrong = value.findIndex((name) => typeof name !== 'string');
  if (wrong !== -1) throw invalid(`select.${wrong}: Expected string, received ${typeName(value[wrong])}`);
  return names(value.map(String));
}

function names(parts: readonly string[]): Select {
  const chosen = parts.map((part) => customFieldName(part.trim())).filter((name) => name !== '');
  return chosen.length === 0 || chosen.includes('*') ? null : ['id', ...chosen];
}
