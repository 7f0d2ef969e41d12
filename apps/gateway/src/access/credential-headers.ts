import type { IncomingMessage } from 'node:http';
import type { Credentials } from '@contacts/core';
import { badRequest } from '../http/http-error.ts';
import type { SessionHeaders } from '../config/access-config.ts';

/** The headers that say who calls, in a form that nothing on the way can read in two ways. */
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

/** The header in which a session reaches an app that the platform hosts (contract §11.10). */
const platformHeader = 'X-Vibe-Authorization';

/**
 * Reads the headers of a request that say who calls. Absent and empty are the same.
 * @param sessionHeaders whether the platform's header is read too; it is then the same as `Authorization`
 * @throws HttpError for one that is repeated, too long, or of another form, and for two sessions that differ
 */
export function readCredentialHeaders(
  request: IncomingMessage,
  { platformSessions }: SessionHeaders,
): CredentialHeaders {
  const apiKey = only(request, 'X-Api-Key');
  if (apiKey !== undefined && !token.test(apiKey)) {
    throw badRequest('The header X-Api-Key has to be one key: visible ASCII without commas and blanks.');
  }
  const own = readSession(request, 'Authorization');
  const platforms = platformSessions ? readSession(request, platformHeader) : null;
  if (own !== null && platforms !== null && own.bearer !== platforms.bearer) {
    throw badRequest(`The headers Authorization and ${platformHeader} differ: send one of them, or the same in both.`);
  }
  return { ...(apiKey === undefined ? {} : { apiKey }), ...(own ?? platforms) };
}

/**
 * Returns the headers of a request that tell callers apart before any of them is checked. They need no valid form. The
 * same object each time: what is made of it, as its key, is made once for a request.
 */
export function claimedCredentials(request: IncomingMessage, { platformSessions }: SessionHeaders): Credentials {
  const known = claimed.get(request);
  if (known) return known;
  const { headers } = request;
  const platforms = platformSessions ? headers['x-vibe-authorization'] : undefined;
  const credentials = {
    apiKey: String(headers['x-api-key'] ?? ''),
    authorization: headers.authorization ?? (platforms === undefined ? undefined : String(platforms)),
  };
  claimed.set(request, credentials);
  return credentials;
}

const claimed = new WeakMap<IncomingMessage, Credentials>();

/** True for a request with a session in the platform's header, whether it is read or not. */
export function hasPlatformSession({ headers }: IncomingMessage): boolean {
  return headers['x-vibe-authorization'] !== undefined;
}

/** A session with its scheme and without it; null where the header is absent. */
function readSession(request: IncomingMessage, name: string): { authorization: string; bearer: string } | null {
  const authorization = only(request, name);
  if (authorization === undefined) return null;
  const bearer = bearerToken.exec(authorization)?.[1];
  if (bearer === undefined) {
    throw badRequest(`The header ${name} has to be "Bearer", one blank, and visible ASCII without commas.`);
  }
  return { authorization, bearer };
}

/** Node joins some repeated headers and drops others: only the list of all that came tells. */
function only({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  let value = '';
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const other = rawHeaders[index] as string;
    if (other.length !== name.length || other.toLowerCase() !== name.toLowerCase()) continue;
    if (times === 0) value = rawHeaders[index + 1] as string;
    times += 1;
  }
  if (times > 1) throw badRequest(`The header ${name} is there ${times} times; allowed: once.`);
  if (value.length > MAX_CREDENTIAL_LENGTH) {
    throw badRequest(`The header ${name} has ${value.length} characters; allowed: ${MAX_CREDENTIAL_LENGTH}.`);
  }
  return value === '' ? undefined : value;
}
