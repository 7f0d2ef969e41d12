import type { IncomingMessage } from 'node:http';
import type { Credentials } from '@contacts/core';
import { badRequest, HttpError } from '../http/http-error.ts';
import { isLoopback } from '../config/loopback.ts';
import type { Access } from '../config/access-config.ts';
import { createCallerTokens } from './caller-tokens.ts';
import { createCallerJwts } from './caller-jwts.ts';
import {
  claimedCredentials,
  type CredentialHeaders,
  hasPlatformSession,
  readCredentialHeaders,
} from './credential-headers.ts';

/** Finds out with which credentials the upstream is asked for a request; throws a HttpError for one that has none. */
export type Authenticate = (request: IncomingMessage) => Credentials | Promise<Credentials>;

/** How callers are told apart and let in, as configured. */
export function createAuthenticate(access: Access): Authenticate {
  switch (access.mode) {
    case 'pass-through':
      return (request) => passedThrough(readCredentialHeaders(request, access), claimedCredentials(request, access));
    case 'app-key':
      return (request) => {
        const { authorization } = withoutKey(readCredentialHeaders(request, access));
        if (authorization === undefined) throw unauthenticated(needsSession(request));
        return { apiKey: access.apiKey, authorization };
      };
    case 'personal-key': {
      // One person's rights for all: the caller's own token is for us, and goes no further.
      const credentials: Credentials = { apiKey: access.apiKey };
      const { callers } = access;
      if (!callers)
        return (request) => (checkLocal(request), withoutKey(readCredentialHeaders(request, ownTokens)), credentials);
      const isLetIn = callers.kind === 'jwt' ? createCallerJwts(callers) : createCallerTokens(callers.hashes);
      return async (request) => {
        const { bearer } = withoutKey(readCredentialHeaders(request, ownTokens));
        if (bearer !== undefined && (await isLetIn(bearer))) return credentials;
        throw unauthenticated(
          'This operation needs a token of this gateway: send it as "Authorization: Bearer <token>".',
        );
      };
    }
    default:
      return access satisfies never;
  }
}

/** A personal key's callers have tokens of this gateway, which the platform does not know. */
const ownTokens = { platformSessions: false };

function needsSession(request: IncomingMessage): string {
  const message = 'This operation needs a session: send it as "Authorization: Bearer <session>".';
  // Only reached with the header where it is not read.
  return hasPlatformSession(request) ? `${message} X-Vibe-Authorization is not read (VIBE_AUTHORIZATION).` : message;
}

/** Returns the credentials of a request, which are the claimed ones unless these are no credentials as they came. */
function passedThrough({ apiKey, authorization }: CredentialHeaders, claimed: Credentials): Credentials {
  if (apiKey === undefined) {
    throw unauthenticated('This operation needs a key: send your VibeCode API key in the header X-Api-Key.');
  }
  if (claimed.apiKey === apiKey && claimed.authorization === authorization) return claimed;
  return authorization === undefined ? { apiKey } : { apiKey, authorization };
}

/** Answering with other rights than those of the key that came would be a surprise, and no pleasant one. */
function withoutKey(headers: CredentialHeaders): CredentialHeaders {
  if (headers.apiKey === undefined) return headers;
  throw badRequest('This gateway has a key of its own: send no X-Api-Key.');
}

/** A page in a browser reaches this machine by a name that it has pointed here itself: only our own names are ours. */
function checkLocal({ headers: { host = '' } }: IncomingMessage): void {
  const name = /^(.*?)(?::\d+)?$/.exec(host)?.[1] ?? '';
  if (!isLoopback(name)) {
    throw badRequest('This gateway is for this machine only: call it as localhost.', 421);
  }
}

function unauthenticated(message: string): HttpError {
  return new HttpError({ status: 401, code: 'UNAUTHENTICATED', message, headers: { 'www-authenticate': 'Bearer' } });
}
