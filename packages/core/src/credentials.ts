import { createHmac, randomBytes } from 'node:crypto';

/** Who asks: forwarded to the upstream as they are, never logged, and never used as a key of anything in clear. */
export interface Credentials {
  /** `X-Api-Key`: a personal key or an app's key (contract §6). */
  readonly apiKey: string;
  /** `Authorization`, complete with its scheme: an app's user session (contract §6). */
  readonly authorization?: string | undefined;
}

// Made anew by each process: whoever reads a key of one of our maps cannot test guesses against it elsewhere.
const secret = randomBytes(32);

/**
 * A text that stands for the full credentials (both headers) wherever something is kept per caller.
 * Equal only for equal credentials, and useless outside this process.
 */
export function credentialKey(credentials: Credentials): string {
  const known = keys.get(credentials);
  if (known !== undefined) return known;
  const { apiKey, authorization } = credentials;
  // JSON keeps the two apart: no pair of other headers can be joined to the same text.
  const key = createHmac('sha256', secret)
    .update(JSON.stringify([apiKey, authorization ?? null]))
    .digest('base64url');
  keys.set(credentials, key);
  return key;
}

// Each part of the pipeline asks for it: made once for the credentials of an operation, and gone with them.
const keys = new WeakMap<Credentials, string>();
