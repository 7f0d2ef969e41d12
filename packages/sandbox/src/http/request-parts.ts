import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRequest } from '../request-log.ts';
import type { Caller } from './authenticate.ts';

/** Returns the key and the session of a request as sent, the key first. */
export function credentialsOf(headers: IncomingHttpHeaders): string[] {
  const token = headers.authorization?.replace(/^Bearer\s+/i, '');
  return [headers['x-api-key'], token].filter((value) => typeof value === 'string');
}

/** Returns a text that is the same for identical calls of one key and user. */
export function callKey({ key, userId }: Caller, { method, path, query, params }: RecordedRequest): string {
  const body = method === 'GET' ? '' : JSON.stringify(params);
  return `${key.key} ${userId} ${method} ${path}?${query} ${body}`;
}

/** Returns the members of an object; no members for any other value. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Returns the value if it is a string, else "". */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
