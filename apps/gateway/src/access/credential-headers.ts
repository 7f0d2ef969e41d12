import type { IncomingMessage } from 'node:http';
import { badRequest } from '../endpoint/refusal.ts';

/** The two headers that say who calls, in a form that nothing on the way can read in two ways. */
export interface CredentialHeaders {
  readonly apiKey?: string;
  /** With its scheme, as it came. */
  readonly authorization?: string;
  /** What the scheme is followed by. */
  readonly bearer?: string;
}

/** Longer than any key, session or token that is known; what it bounds is kept in memory for every caller. */
export const MAX_CREDENTIAL_LENGTH = 4096;

/** Visible ASCII without the comma, with which proxies and programs join repeated headers. */
const token = /^[!-+\--~]+$/;
const bearerToken = /^Bearer ([!-+\--~]+)$/i;

/**
 * Reads the headers of a request that say who calls. Absent and empty are the same.
 * @throws Refusal for one that is repeated, too long, or of another form
 */
export function readCredentialHeaders(request: IncomingMessage): CredentialHeaders {
  const apiKey = only(request, 'X-Api-Key');
  const authorization = only(request, 'Authorization');
  if (apiKey !== undefined && !token.test(apiKey)) {
    throw badRequest('The header X-Api-Key has to be one key: visible ASCII without commas and blanks.');
  }
  if (authorization === undefined) return apiKey === undefined ? {} : { apiKey };
  const bearer = bearerToken.exec(authorization)?.[1];
  if (bearer === undefined) {
    throw badRequest('The header Authorization has to be "Bearer", one blank, and visible ASCII without commas.');
  }
  return { ...(apiKey === undefined ? {} : { apiKey }), authorization, bearer };
}

/** Node joins some repeated headers and drops others: only the list of all that came tells. */
function only({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  const lower = name.toLowerCase();
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === lower);
  const [value = ''] = values;
  if (values.length > 1) throw badRequest(`The header ${name} is there ${values.length} times; allowed: once.`);
  if (value.length > MAX_CREDENTIAL_LENGTH) {
    throw badRequest(`The header ${name} has ${value.length} characters; allowed: ${MAX_CREDENTIAL_LENGTH}.`);
  }
  return value === '' ? undefined : value;
}
