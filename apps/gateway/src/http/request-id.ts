import { randomUUID } from 'node:crypto';

/** Long enough for every usual id, without characters that could break a log line or a header. */
const WELL_FORMED = /^[\w.:-]{1,128}$/;

/** Returns the request's own `x-request-id` if it is well-formed, otherwise a new id. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : randomUUID();
}
