import { ApiError, invalid } from '../api-error.ts';
import { customFieldName } from '../fields/custom-fields.ts';
import type { Field } from '../fields/field.ts';
import { typeName } from './parse-page-params.ts';

const functions = ['count', 'sum', 'avg', 'min', 'max'] as const;

/** Function that is computed over a field. */
export type AggregateFunction = (typeof functions)[number];

/** Function over a field, or over "*". */
export interface Aggregate {
  field: string;
  function: AggregateFunction;
}

const maxGroups = 5;

/** Parses `groupBy`: a name, or an array of at most five (contract §2, POST …/aggregate). */
export function parseGroupBy(value: unknown, fields: readonly Field[]): string[] {
  if (value === undefined || value === null) return [];
  const names = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(names)) throw invalid(`groupBy: Expected string or array, received ${typeName(value)}`);
  if (names.length > maxGroups) throw invalid(`groupBy: Array must contain at most ${maxGroups} element(s)`);
  const allowed = fields.filter((field) => field.groupable === true).map((field) => field.name);
  return names.map((name) => {
    const known = customFieldName(String(name));
    if (allowed.includes(known)) return known;
    const available = allowed.filter((field) => !field.startsWith('ufCrm_')).join(', ');
    throw new ApiError(
      400,
      'INVALID_PARAMS',
      `groupBy field '${String(name)}' is not aggregatable on this entity. Available: ${available}`,
    );
  });
}

/** Parses `aggregate`: an array of fields and functions; if it is missing, only the count is computed. */
export function parseAggregates(value: unknown, fields: readonly Field[]): Aggregate[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(`aggregate: Expected array, received ${typeName(value)}`);
  return value.map((entry: unknown, at) => {
    if (typeof entry !== 'object' || entry === null) {
      throw invalid(`aggregate.${at}: Expected object, received ${typeName(entry)}`);
    }
    const { field, function: name }: { field?: unknown; function?: unknown } = entry;
    const known = functions.find((candidate) => candidate === name);
    if (known === undefined) {
      throw invalid(
        `aggregate.${at}.function: Invalid enum value. Expected ${functions.map((one) => `'${one}'`).join(' | ')}`,
      );
    }
    if (typeof field !== 'string') throw invalid(`aggregate.${at}.field: Expected string, received ${typeName(field)}`);
    return { field: aggregatable(customFieldName(field), known, fields), function: known };
  });
}

function aggregatable(name: string, by: AggregateFunction, fields: readonly Field[]): string {
  if (name === '*' && by === 'count') return name;
  const numeric = fields.filter((field) => field.summable === true).map((field) => field.name);
  const countable = fields.filter((field) => field.groupable === true).map((field) => field.name);
  if (by === 'count' ? countable.includes(name) : numeric.includes(name)) return name;
  throw new ApiError(
    400,
    'INVALID_PARAMS',
    `aggregate field '${name}' is not aggregatable on this entity. Available: ${(by === 'count' ? countable : numeric).join(', ')}`,
  );
}
