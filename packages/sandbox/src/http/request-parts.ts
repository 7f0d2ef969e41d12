import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRequest } from '../requests.ts';
import type { Caller } from './authenticate.ts';

/** The key and the session of a request, as sent; the key first. */
export function credentialsOf(headers: IncomingHttpHeaders): string[] {
  const token = headers.authorization?.replace(/^Bearer\s+/i, '');
  return [headers['x-api-key'], token].filter((value) => typeof value === 'string');
}

/** Stands for identical calls of one key and user. */
export function callKey({ key, userId }: Caller, { method, path, query, params }: RecordedRequest): string {
  const body = method === 'GET' ? '' : JSON.stringify(params);
  return `${key.key} ${userId} ${method} ${path}?${query} ${body}`;
}

/** The value as an object of unknown members; empty if it is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The value if it is a text, else "". */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
