import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphqlParameters } from '../endpoint/graphql-parameters.ts';

/** The header that lets a browser keep an answer, and what it is asked again with. */
export interface Validators {
  readonly etag: string;
  readonly 'cache-control': string;
  readonly vary: string;
}

/** Request headers that tell callers apart. */
const CALLER_HEADERS = 'X-Api-Key, Authorization, X-Vibe-Authorization, Accept';

/** Returns whether the answer of a request may be kept by its caller: a trusted document that comes by GET. */
export function mayBeKept({ method }: Pick<IncomingMessage, 'method'>, { documentId }: GraphqlParameters): boolean {
  return method === 'GET' && typeof documentId === 'string';
}

/**
 * Returns the headers of an answer that its caller may keep.
 * @param body bytes, or a text of which each character is one byte
 * @param remainingMs time for which the gateway itself may keep it: both times together are never longer
 */
export function validatorsOf(body: string | Buffer, remainingMs: number, response: ServerResponse): Validators {
  const digest = createHash('sha256').update(body, 'latin1').digest('base64url').slice(0, 27);
  const before = response.getHeader('vary');
  return {
    etag: `"${digest}"`,
    'cache-control': `private, max-age=${Math.floor(remainingMs / 1000)}`,
    vary: before === undefined ? CALLER_HEADERS : `${String(before)}, ${CALLER_HEADERS}`,
  };
}

/** Returns whether the caller has the answer already (RFC 9110, section 13.1.2). */
export function isUnchanged(
  { headers }: Pick<IncomingMessage, 'headers'>,
  { etag }: Pick<Validators, 'etag'>,
): boolean {
  const known = headers['if-none-match'];
  if (known === undefined) return false;
  return known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
