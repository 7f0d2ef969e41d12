import { hash, randomBytes } from 'node:crypto';

/** Who asks: forwarded to the upstream as they are, never logged, and never used as a key of anything in clear. */
export interface Credentials {
  /** `X-Api-Key`: a personal key or an app's key (contract §6). */
  readonly apiKey: string;
  /** `Authorization`, complete with its scheme: an app's user session (contract §6). */
  readonly authorization?: string | undefined;
}

// Made anew by each process: whoever reads a key of one of our maps cannot test guesses against it elsewhere.
const secret = randomBytes(32).toString('base64url');

/**
 * A text that stands for the full credentials (both headers) wherever something is kept per caller.
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

// Each part of the pipeline asks for it: made once for the credentials of an operation, and gone with them.
const keys = new WeakMap<Credentials, string>();

/** A text that stands for the key alone, whichever session comes with it. */
export function apiKeyKey(credentials: Credentials): string {
  return credentialKey(credentials.authorization === undefined ? credentials : { apiKey: credentials.apiKey });
}
