import type { IncomingMessage } from 'node:http';
import { createCredentials, type Credentials } from '@contacts/core';
import { createAttached } from '../http/attached.ts';
import { badRequest } from '../http/http-error.ts';
import type { SessionHeaders } from '../config/access-config.ts';

/** The headers that authenticate a request, in a form that every proxy reads in the same way. */
export interface CredentialHeaders {
  readonly apiKey: string | undefined;
  /** The header's value, with its scheme. */
  readonly authorization: string | undefined;
  /** The value without its scheme. */
  readonly bearer: string | undefined;
}

/** The maximum length of a key, session or token: longer than any known one. It bounds the memory for each caller. */
export const MAX_CREDENTIAL_LENGTH = 4096;

/** Visible ASCII without the comma: proxies and HTTP libraries join repeated headers with commas. */
const token = /^[!-+\--~]+$/;
const bearerToken = /^Bearer ([!-+\--~]+)$/i;

/** The header that carries the session to an app that the platform hosts (contract §11.10). */
const platformHeader = 'X-Vibe-Authorization';

/**
 * Reads the headers that authenticate a request. An empty header counts as absent.
 * @param sessionHeaders `platformSessions` also reads the platform's header, with the same meaning as `Authorization`
 * @throws HttpError for a header that is repeated, too long or malformed, and for two sessions that differ
 */
export function readCredentialHeaders(
  request: IncomingMessage,
  { platformSessions }: SessionHeaders,
): CredentialHeaders {
  const apiKey = only(request, 'X-Api-Key');
  if (apiKey !== undefined && !token.test(apiKey)) {
    throw badRequest('The header X-Api-Key must be one key: visible ASCII without commas and blanks.');
  }
  const own = readSession(request, 'Authorization');
  const platforms = platformSessions ? readSession(request, platformHeader) : null;
  if (own !== null && platforms !== null && own.bearer !== platforms.bearer) {
    throw badRequest(`The headers Authorization and ${platformHeader} differ: send one of them, or the same in both.`);
  }
  const session = own ?? platforms;
  return { apiKey, authorization: session?.authorization, bearer: session?.bearer };
}

/**
 * Returns the credentials that a request claims, unverified and in any form: they distinguish callers for load shedding. The
 * object is the same for each call with a request, so that its key is derived once.
 */
export function claimedCredentials(request: IncomingMessage, { platformSessions }: SessionHeaders): Credentials {
  const known = claimed.of(request);
  if (known) return known;
  const { headers } = request;
  const platforms = platformSessions ? headers['x-vibe-authorization'] : undefined;
  const credentials = createCredentials(
    String(headers['x-api-key'] ?? ''),
    headers.authorization ?? (platforms === undefined ? undefined : String(platforms)),
  );
  claimed.attach(request, credentials);
  return credentials;
}

const claimed = createAttached<Credentials>('claimed credentials');

/** Returns true for a request with a session in the platform's header, whether that header is read or not. */
export function hasPlatformSession({ headers }: IncomingMessage): boolean {
  return headers['x-vibe-authorization'] !== undefined;
}

/** Returns a session with and without its scheme, or null if the header is absent. */
function readSession(request: IncomingMessage, name: string): { authorization: string; bearer: string } | null {
  const authorization = only(request, name);
  if (authorization === undefined) return null;
  const bearer = bearerToken.exec(authorization)?.[1];
  if (bearer === undefined) {
    throw badRequest(`The header ${name} must be "Bearer", one blank, and visible ASCII without commas.`);
  }
  return { authorization, bearer };
}

/** Returns the value of a header. Only `rawHeaders` shows repeated ones: Node joins some and drops others. */
function only({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  let value = '';
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const other = rawHeaders[index] as string;
    if (other.length !== name.length || other.toLowerCase() !== name.toLowerCase()) continue;
    if (times === 0) value = rawHeaders[index + 1] as string;
    times += 1;
  }
  if (times > 1) throw badRequest(`The header ${name} is repeated ${times} times; allowed: once.`);
  if (value.length > MAX_CREDENTIAL_LENGTH) {
    throw badRequest(`The header ${name} has ${value.length} characters; allowed: ${MAX_CREDENTIAL_LENGTH}.`);
  }
  return value === '' ? undefined : value;
}
