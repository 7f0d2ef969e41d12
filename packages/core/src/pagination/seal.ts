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
  const sealed = Buffer.allocUnsafe(MAC_BYTES + Buffer.byteLength(text));
  const [mac, content] = partsOf(sealed);
  content.write(text);
  mac.write(keys.macOf(content), 'latin1');
  keys.cipher(content, mac);
  return sealed.toString('base64url');
}

/** Returns the text if one of the secrets sealed it and it was not changed since. */
export function unseal(sealed: string, secrets: readonly string[]): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Node's decoder skips what it does not know: only the one canonical form of these bytes is taken.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== sealed) return undefined;
  for (const secret of secrets) {
    const keys = keysOf(secret);
    const [mac, content] = partsOf(Buffer.from(bytes));
    keys.cipher(content, mac);
    if (timingSafeEqual(mac, Buffer.from(keys.macOf(content).slice(0, MAC_BYTES), 'latin1'))) return content.toString();
  }
  return undefined;
}

function partsOf(sealed: Buffer): readonly [mac: Buffer, content: Buffer] {
  return [sealed.subarray(0, MAC_BYTES), sealed.subarray(MAC_BYTES)];
}

function keysOf(secret: string): SealKeys {
  const known = keysOfSecrets.get(secret);
  if (known) return known;
  const keys = sealKeys(secret);
  keysOfSecrets.set(secret, keys);
  return keys;
}
