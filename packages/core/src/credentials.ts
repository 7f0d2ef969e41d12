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
 * Creates credentials that remember their {@link credentialKey}: many steps of a request need it. A WeakMap of keys would
 * cost as much as the hash, and each entry is work for the garbage collector.
 */
export function createCredentials(apiKey: string, authorization?: string): Credentials {
  return new KeyedCredentials(apiKey, authorization);
}

class KeyedCredentials implements Credentials {
  readonly apiKey: string;
  readonly authorization: string | undefined;
  #key: string | undefined;

  constructor(apiKey: string, authorization: string | undefined) {
    this.apiKey = apiKey;
    this.authorization = authorization;
  }

  /** Not copied with the headers: credentials that are made of others have a key of their own. */
  get key(): string {
    return (this.#key ??= hashOf(this));
  }
}

/**
 * Returns a key for the full credentials (both headers), for what is kept per caller.
 * Equal only for equal credentials, and useless outside this process.
 */
export function credentialKey(credentials: Credentials): string {
  return credentials instanceof KeyedCredentials ? credentials.key : hashOf(credentials);
}

/** Hashes in one step, with the secret in front: an HMAC costs more, and guards against nothing in this process. */
function hashOf({ apiKey, authorization }: Credentials): string {
  // The length keeps the two apart: no pair of other headers can be joined to the same text.
  const session = authorization === undefined ? '' : ` ${authorization}`;
  return hash('sha256', `${secret}${apiKey.length} ${apiKey}${session}`, 'base64url');
}

/** Returns a key for the API key alone, whichever session comes with it. */
export function apiKeyKey(credentials: Credentials): string {
  return credentialKey(credentials.authorization === undefined ? credentials : { apiKey: credentials.apiKey });
}
