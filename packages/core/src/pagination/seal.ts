import { timingSafeEqual } from 'node:crypto';
import { type SealKeys, sealKeys } from './seal-keys.ts';

const MAC_BYTES = 16;

/** Of each secret that is in use; there are as many as the configuration names. */
const keysOfSecrets = new Map<string, SealKeys>();

/**
 * A text that only this secret opens, as one word of URL-safe letters. The MAC of the text is the cipher's starting
 * value (as in RFC 5297), so that equal texts give equal words: client caches compare them.
 */
export function seal(text: string, secret: string): string {
  const keys = keysOf(secret);
  const plain = Buffer.from(text);
  const mac = macOf(plain, keys);
  return Buffer.concat([mac, keys.cipher(plain, mac)]).toString('base64url');
}

/** Returns the text if one of the secrets sealed it and it was not changed since. */
export function unseal(sealed: string, secrets: readonly string[]): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Node's decoder skips what it does not know: only the one canonical form of these bytes is taken.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== sealed) return undefined;
  const mac = bytes.subarray(0, MAC_BYTES);
  for (const secret of secrets) {
    const keys = keysOf(secret);
    const plain = keys.cipher(bytes.subarray(MAC_BYTES), mac);
    if (timingSafeEqual(mac, macOf(plain, keys))) return plain.toString('utf8');
  }
  return undefined;
}

function macOf(plain: Buffer, keys: SealKeys): Buffer {
  return keys.macOf(plain).subarray(0, MAC_BYTES);
}

function keysOf(secret: string): SealKeys {
  const known = keysOfSecrets.get(secret);
  if (known) return known;
  const keys = sealKeys(secret);
  keysOfSecrets.set(secret, keys);
  return keys;
}
