import { isLoopback } from './loopback.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

/** The key that is sent upstream, and the way that callers are authenticated. */
export type Access =
  /** Callers send a key and a session; both are sent upstream. */
  | ({ readonly mode: 'pass-through' } & SessionHeaders)
  /** The gateway holds an app's key; callers bring their own session of that app. */
  | ({ readonly mode: 'app-key'; readonly apiKey: string } & SessionHeaders)
  /** The gateway holds a person's key and authenticates callers itself; `null` accepts all programs of this machine. */
  | { readonly mode: 'personal-key'; readonly apiKey: string; readonly callers: CallerProof | null };

/** The headers that a session is read from. */
export interface SessionHeaders {
  /** True to read `X-Vibe-Authorization` too, as the platform sends it to apps that it hosts (contract §11.10). */
  readonly platformSessions: boolean;
}

/** The proof that callers of a gateway with a personal key send. */
export type CallerProof =
  | { readonly kind: 'jwt'; readonly jwksUrl: string; readonly issuer: string; readonly audience: string }
  /** SHA-256 hashes of tokens in hex, so that the configuration holds no secret. */
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

/** @param problem called with each combination that is not allowed, by variable */
export function accessOf(env: AccessValues, host: string, problem: Problem): Access {
  const { VIBECODE_API_KEY: apiKey } = env;
  const callers = callerProofOf(env, problem);
  const platformSessions = env.VIBE_AUTHORIZATION === 'on';
  if (apiKey === undefined || apiKey.startsWith('vibe_app_')) {
    if (callers) {
      const name = callers.kind === 'jwt' ? 'CALLER_JWKS_URL' : 'CALLER_TOKENS';
      problem(name, 'is for a personal VIBECODE_API_KEY: without one, the upstream authenticates callers');
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
      'must not be a personal key for all callers in the network: set CALLER_JWKS_URL or CALLER_TOKENS, or a loopback HOST',
    );
  }
  return { mode: 'personal-key', apiKey, callers };
}

/**
 * Returns true if the gateway itself authenticates callers before it responds: by JWT, by token, or by accepting this
 * machine only. Keys and sessions that are sent upstream are checked there, with the first read.
 */
export function checksCallers(access: Access): boolean {
  return access.mode === 'personal-key';
}

function callerProofOf(env: AccessValues, problem: Problem): CallerProof | null {
  const { CALLER_JWKS_URL: jwksUrl, CALLER_JWT_ISSUER: issuer, CALLER_JWT_AUDIENCE: audience } = env;
  if (jwksUrl !== undefined && env.CALLER_TOKENS) problem('CALLER_TOKENS', 'must not be set beside CALLER_JWKS_URL');
  if (env.CALLER_TOKENS) return { kind: 'tokens', hashes: env.CALLER_TOKENS };
  if (jwksUrl === undefined) return null;
  // A token for another service must not be accepted here.
  if (issuer === undefined) problem('CALLER_JWT_ISSUER', 'must be set with CALLER_JWKS_URL');
  if (audience === undefined) problem('CALLER_JWT_AUDIENCE', 'must be set with CALLER_JWKS_URL');
  return { kind: 'jwt', jwksUrl, issuer: issuer ?? '', audience: audience ?? '' };
}
