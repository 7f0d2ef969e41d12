import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../api-error.ts';
import { type KeyRecord, keyRecords, type SessionRecord, sessionRecords } from '../credentials.ts';
import { localized } from '../messages.ts';
import type { Switches } from '../switches.ts';

/** Authenticated key, and the user that it acts for (null for an app without a session). */
export interface Caller {
  key: KeyRecord;
  userId: number | null;
  session: SessionRecord | null;
}

/** Input of authentication beside the headers. */
export interface AuthContext {
  ip: string;
  /** Milliseconds since the start of the sandbox, by its clock. */
  uptimeMs: number;
  switches: Switches;
}

const bearer = /^Bearer\s+(\S+)\s*$/i;

/**
 * Returns the caller of a request.
 * @throws ApiError 401 or 403 for a missing, unknown or unusable key or session (contract §5, §6)
 */
export function authenticate(headers: IncomingHttpHeaders, context: AuthContext): Caller {
  const token = bearer.exec(headers.authorization ?? '')?.[1] ?? null;
  const keyText = header(headers, 'x-api-key') ?? (token?.startsWith('vibe_session_') === true ? null : token);
  if (keyText === null) {
    throw new ApiError(401, 'MISSING_API_KEY', localized('MISSING_API_KEY', context.switches.language));
  }
  const key = keyRecords.get(keyText);
  if (key === undefined)
    throw new ApiError(401, 'INVALID_API_KEY', localized('INVALID_API_KEY', context.switches.language));
  if (key.state === 'expired') throw new ApiError(401, 'KEY_EXPIRED', 'API key has expired');
  if (key.state === 'revoked') throw new ApiError(401, 'KEY_INACTIVE', 'API key is not active');
  if (key.allowedIp !== null && key.allowedIp !== context.ip) {
    throw new ApiError(403, 'IP_NOT_ALLOWED', 'This IP address is not in the allow-list of the API key');
  }
  if (key.type !== 'oauth_app') return { key, userId: key.userId, session: null };
  // An app key in Authorization is not a session.
  if (token === null || (header(headers, 'x-api-key') === null && token === key.key)) {
    return { key, userId: null, session: null };
  }
  const session = sessionRecords.get(token);
  if (session === undefined) throw new ApiError(401, 'INVALID_SESSION', 'Invalid session token');
  if (context.uptimeMs > session.endsAfterMs) throw new ApiError(401, 'TOKEN_EXPIRED', 'Session token has expired');
  return { key, userId: session.userId, session };
}

/**
 * Returns the id of the user that the caller acts for.
 * @throws ApiError if the caller has no access to data (contract §5)
 */
export function requireTokens({ key, userId }: Caller, switches: Switches): number {
  if (key.type === 'management') {
    throw new ApiError(403, 'MANAGEMENT_KEY_NO_ENTITY_ACCESS', 'Management keys have no access to entity data');
  }
  if (key.hasTokens && userId !== null) return userId;
  throw new ApiError(401, 'TOKEN_MISSING', localized('TOKEN_MISSING', switches.language));
}

/** @throws ApiError 403 SCOPE_DENIED if the key lacks the scope */
export function requireScope({ key }: Caller, scope: string, switches: Switches): void {
  if (key.scopes.includes(scope)) return;
  // The page's example has code and message only; `details` is newer (contract §5, "Envelope").
  const more = switches.errorDetails ? { details: { requiredScope: scope } } : {};
  throw new ApiError(403, 'SCOPE_DENIED', `This endpoint requires '${scope}' scope`, more);
}

/** @throws ApiError 403 if the key is read-only (contract §2, "Writes") */
export function requireWriting({ key }: Caller): void {
  if (key.access === 'READONLY') {
    throw new ApiError(403, 'WRITE_BLOCKED_READONLY_KEY', 'This API key is read-only', {
      details: { switchUrl: '/settings/keys' },
    });
  }
  if (key.access === 'POLICY_READONLY') {
    throw new ApiError(403, 'KEY_POLICY_READONLY_REQUIRED', 'The policy of the portal allows read-only keys only');
  }
}

function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
