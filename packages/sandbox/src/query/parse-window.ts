import { invalid } from '../api-error.ts';
import type { Switches } from '../switches.ts';

/** The most rows that one list or search returns (contract §1, "limit"). */
export const MAX_LIMIT = 5000;

/** The rows that a list or search asks for. */
export interface Window {
  limit: number;
  offset: number;
  withTotal: boolean;
}

type Source = 'query' | 'body';

/** Reads limit, offset and withTotal; a query string has only text, a JSON body must have the right types. */
export function parseWindow(params: Record<string, unknown>, source: Source, switches: Switches): Window {
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

/** The type names of Zod's messages. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
