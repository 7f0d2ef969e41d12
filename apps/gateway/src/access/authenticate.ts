import type { IncomingMessage } from 'node:http';
import { createCredentials, type Credentials } from '@contacts/core';
import { badRequest, HttpError } from '../http/http-error.ts';
import { isLoopback } from '../config/loopback.ts';
import type { Access } from '../config/access-config.ts';
import { createCallerTokens } from './tokens.ts';
import { createCallerJwts } from './caller-jwts.ts';
import {
  claimedCredentials,
  type CredentialHeaders,
  hasPlatformSession,
  readCredentialHeaders,
} from './credential-headers.ts';

/** Returns the credentials that a request is sent upstream with. @throws HttpError if the request is not authenticated */
export type Authenticate = (request: IncomingMessage) => Credentials | Promise<Credentials>;

/** Returns the function that authenticates requests in the configured mode. */
export function createAuthenticate(access: Access): Authenticate {
  switch (access.mode) {
    case 'pass-through':
      return (request) => passedThrough(readCredentialHeaders(request, access), claimedCredentials(request, access));
    case 'app-key':
      return (request) => {
        const { authorization } = withoutKey(readCredentialHeaders(request, access));
        if (authorization === undefined) throw unauthenticated(needsSession(request));
        return createCredentials(access.apiKey, authorization);
      };
    case 'personal-key': {
      // All callers read with the rights of one person. The caller's own token is for the gateway, and is not sent upstream.
      const credentials = createCredentials(access.apiKey);
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

/** The callers of a personal key have tokens of this gateway, which the platform does not know. */
const ownTokens = { platformSessions: false };

function needsSession(request: IncomingMessage): string {
  const message = 'This operation needs a session: send it as "Authorization: Bearer <session>".';
  // A request with this header comes this far only if the header is not read.
  return hasPlatformSession(request) ? `${message} X-Vibe-Authorization is not read (VIBE_AUTHORIZATION).` : message;
}

/** Returns the credentials of a request: the claimed ones if their form is valid. */
function passedThrough({ apiKey, authorization }: CredentialHeaders, claimed: Credentials): Credentials {
  if (apiKey === undefined) {
    throw unauthenticated('This operation needs a key: send your VibeCode API key in the header X-Api-Key.');
  }
  if (claimed.apiKey === apiKey && claimed.authorization === authorization) return claimed;
  return createCredentials(apiKey, authorization);
}

/** Rejects a key of the caller's own: the response would be read with the gateway's key, not with the caller's rights. */
function withoutKey(headers: CredentialHeaders): CredentialHeaders {
  if (headers.apiKey === undefined) return headers;
  throw badRequest('This gateway has a key of its own: send no X-Api-Key.');
}

/** Rejects foreign host names: a page in a browser can make a name of its own resolve to this machine (DNS rebinding). */
function checkLocal({ headers: { host = '' } }: IncomingMessage): void {
  const name = /^(.*?)(?::\d+)?$/.exec(host)?.[1] ?? '';
  if (!isLoopback(name)) {
    throw badRequest('This gateway is for this machine only: call it as localhost.', 421);
  }
}

function unauthenticated(message: string): HttpError {
  return new HttpError({ status: 401, code: 'UNAUTHENTICATED', message, headers: { 'www-authenticate': 'Bearer' } });
}
