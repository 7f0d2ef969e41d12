import { createHmac, hkdfSync } from 'node:crypto';
import type { Credentials } from '@contacts/core';

/** An operation of one caller. Answers are shared only where all of it is equal. */
export interface CacheIdentity {
  readonly credentials: Credentials;
  /** Text of the document. */
  readonly document: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The place of an answer. Both parts are hashes with a secret: they reveal neither the caller nor the operation. */
export interface CacheKey {
  readonly credential: string;
  readonly operation: string;
}

export interface CacheKeys {
  /** Key of the encryption. */
  readonly sealing: Buffer;
  credentialOf(credentials: Credentials): string;
  keyOf(identity: CacheIdentity): CacheKey;
}

/**
 * Derives all keys of the cache from one secret.
 * @param version separates answers of different programs and configurations
 */
export function createCacheKeys(secret: Buffer, version: string): CacheKeys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `contacts cache, ${use}`, 32));
  const naming = derive('names');
  // JSON keeps the parts apart: no two lists of other parts are the same text.
  const nameOf = (...parts: readonly unknown[]): string =>
    createHmac('sha256', naming).update(JSON.stringify(parts)).digest('base64url');
  const credentialOf = ({ apiKey, authorization }: Credentials): string =>
    nameOf('credential', apiKey, authorization ?? null);
  return {
    sealing: derive('encryption'),
    credentialOf,
    keyOf: ({ credentials, document, operationName, variables }) => {
      const credential = credentialOf(credentials);
      return { credential, operation: nameOf(version, credential, document, operationName, sorted(variables)) };
    },
  };
}

/** Returns the same value with the members of each object in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, member]) => [name, sorted(member)]);
}
