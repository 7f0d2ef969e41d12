import { invalid } from '../api-error.ts';
import type { Switches } from '../switches.ts';

/** Maximum number of rows of one list or search (contract §1, "limit"). */
export const MAX_LIMIT = 5000;

/** Page parameters of a list or search. */
export interface PageParams {
  limit: number;
  offset: number;
  withTotal: boolean;
}

type Source = 'query' | 'body';

/** Parses limit, offset and withTotal. A query string has texts; a JSON body must have the right types. */
export function parsePageParams(params: Record<string, unknown>, source: Source, switches: Switches): PageParams {
  const reasons: string[] = [];
  const limit = whole('limit', params['limit'], 50, 1, source, reasons);
  const offset = whole('offset', params['offset'], 0, 0, source, reasons);
  const withTotal = truth('withTotal', params['withTotal'], source, reasons);
  if (limit > MAX_LIMIT && switches.limitAbove5000 === 'refuse') {
    reasons.push(`limit: Number must be less than or equal to ${MAX_LIMIT}`);
  }
  if (reasons.length > 0) throw invalid(...reasons);
  return { limit: Math.min(limit, MAX_LIMIT), offset, withTotal };
}

function whole(name: string, value: unknown, absent: number, least: number, source: Source, reasons: string[]): number {
  if (value === undefined) return absent;
  if (source === 'body' && typeof value !== 'number') {
    reasons.push(`${name}: Expected number, received ${typeName(value)}`);
    return absent;
  }
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) reasons.push(`${name}: Expected number, received nan`);
  else if (!Number.isInteger(number)) reasons.push(`${name}: Expected integer, received float`);
  else if (number < least) reasons.push(`${name}: Number must be greater than or equal to ${least}`);
  else if (!Number.isSafeInteger(number))
    reasons.push(`${name}: Number must be less than or equal to 9007199254740991`);
  else return number;
  return absent;
}

function truth(name: string, value: unknown, source: Source, reasons: string[]): boolean {
  if (value === undefined || value === true) return true;
  if (value === false) return false;
  if (source === 'query') {
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0') return false;
  }
  reasons.push(`${name}: Expected boolean, received ${typeName(value)}`);
  return true;
}

/** Returns the type of a value as Zod's messages name it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
