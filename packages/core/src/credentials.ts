import { hash, randomBytes } from 'node:crypto';

/** Credentials of a caller: forwarded to the upstream as they are, never logged, never used as a key in clear text. */
export interface Credentials {
  /** `X-Api-Key`: a personal key or an app's key (contract §6). */
  readonly apiKey: string;
  /** `Authorization`, complete with its scheme: an app's user session (contract §6). */
  readonly authorization?: string | undefined;
}

// Random in each process: a key of one of our maps that leaks cannot be used to test guesses elsewhere.
const secret = randomBytes(32).toString('base64url');

/**
 * Returns a key for the full credentials (both headers), for what is kept per caller.
 * Equal only for equal credentials, and useless outside this process.
 */
export function credentialKey(credentials: Credentials): string {
  const known = keys.get(credentials);
  if (known !== undefined) return known;
  const { apiKey, authorization } = credentials;
  // JSON keeps the two apart: no pair of other headers can be joined to the same text. Hashed in one step, with the secret
  // in front: an HMAC costs three times as much, and guards against nothing where the hash stays in this process.
  const key = hash('sha256', secret + JSON.stringify([apiKey, authorization ?? null]), 'base64url');
  keys.set(credentials, key);
  return key;
}

// Several steps of the pipeline need it: computed once for the credentials of an operation, and collected with them.
const keys = new WeakMap<Credentials, string>();

/** Returns a key for the API key alone, whichever session comes with it. */
export function apiKeyKey(credentials: Credentials): string {
  return credentialKey(credentials.authorization === undefined ? credentials : { apiKey: credentials.apiKey });
}
