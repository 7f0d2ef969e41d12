import { isLoopback } from './loopback.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

/** Whose key goes upstream, and how the gateway knows who calls. */
export type Access =
  /** Callers bring key and session; both are passed on. */
  | ({ readonly mode: 'pass-through' } & SessionHeaders)
  /** The gateway holds an app's key; callers bring their own session of that app. */
  | ({ readonly mode: 'app-key'; readonly apiKey: string } & SessionHeaders)
  /** The gateway holds one person's key, and finds out for itself who calls; `null` lets in whoever is on this machine. */
  | { readonly mode: 'personal-key'; readonly apiKey: string; readonly callers: CallerProof | null };

/** The headers in which a session may come. */
export interface SessionHeaders {
  /** True to take it from `X-Vibe-Authorization` too, as the platform sends it to apps that it hosts (contract §11.10). */
  readonly platformSessions: boolean;
}

/** What callers of a gateway with a personal key prove themselves with. */
export type CallerProof =
  | { readonly kind: 'jwt'; readonly jwksUrl: string; readonly issuer: string; readonly audience: string }
  /** Tokens as SHA-256 in hex: the configuration holds nothing that opens anything. */
  | { readonly kind: 'tokens'; readonly hashes: readonly string[] };

type AccessValues = Pick<
  Values,
  | 'VIBECODE_API_KEY'
  | 'VIBE_AUTHORIZATION'
  | 'CALLER_JWKS_URL'
  | 'CALLER_JWT_ISSUER'
  | 'CALLER_JWT_AUDIENCE'
  | 'CALLER_TOKENS'
>;

/** @param problem is told of combinations that cannot be, by variable */
export function accessOf(env: AccessValues, host: string, problem: Problem): Access {
  const { VIBECODE_API_KEY: apiKey } = env;
  const callers = callerProofOf(env, problem);
  const platformSessions = env.VIBE_AUTHORIZATION === 'on';
  if (apiKey === undefined || apiKey.startsWith('vibe_app_')) {
    if (callers) {
      const name = callers.kind === 'jwt' ? 'CALLER_JWKS_URL' : 'CALLER_TOKENS';
      problem(name, 'is for a personal VIBECODE_API_KEY: without one, callers prove themselves to the upstream');
    }
    return apiKey === undefined
      ? { mode: 'pass-through', platformSessions }
      : { mode: 'app-key', apiKey, platformSessions };
  }
  if (platformSessions) {
    problem('VIBE_AUTHORIZATION', 'must be "off" with a personal VIBECODE_API_KEY: its callers have no sessions');
  }
  if (!callers && !isLoopback(host)) {
    problem(
      'VIBECODE_API_KEY',
      'must not be a personal key for anybody in the network: set CALLER_JWKS_URL or CALLER_TOKENS, or a loopback HOST',
    );
  }
  return { mode: 'personal-key', apiKey, callers };
}

/**
 * Returns true if the gateway itself finds out who calls before it answers anything: by JWT, by token, or by letting in
 * this machine only. Keys and sessions that are passed on are checked upstream, when there is something to read.
 */
export function checksCallers(access: Access): boolean {
  return access.mode === 'personal-key';
}

function callerProofOf(env: AccessValues, problem: Problem): CallerProof | null {
  const { CALLER_JWKS_URL: jwksUrl, CALLER_JWT_ISSUER: issuer, CALLER_JWT_AUDIENCE: audience } = env;
  if (jwksUrl !== undefined && env.CALLER_TOKENS) problem('CALLER_TOKENS', 'must not be set beside CALLER_JWKS_URL');
  if (env.CALLER_TOKENS) return { kind: 'tokens', hashes: env.CALLER_TOKENS };
  if (jwksUrl === undefined) return null;
  // A token that was made for another service must not open this one.
  if (issuer === undefined) problem('CALLER_JWT_ISSUER', 'must be set with CALLER_JWKS_URL');
  if (audience === undefined) problem('CALLER_JWT_AUDIENCE', 'must be set with CALLER_JWKS_URL');
  return { kind: 'jwt', jwksUrl, issuer: issuer ?? '', audience: audience ?? '' };
}
