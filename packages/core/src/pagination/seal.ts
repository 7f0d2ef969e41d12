import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';

const MAC_BYTES = 16;
const CIPHER = 'aes-256-ctr';

interface SealKeys {
  readonly mac: KeyObject;
  readonly cipher: KeyObject;
}

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
  return Buffer.concat([mac, createCipheriv(CIPHER, keys.cipher, mac).update(plain)]).toString('base64url');
}

/** Returns the text if one of the secrets sealed it and it was not changed since. */
export function unseal(sealed: string, secrets: readonly string[]): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Node's decoder skips what it does not know: only the one canonical form of these bytes is taken.
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== sealed) return undefined;
  const mac = bytes.subarray(0, MAC_BYTES);
  for (const secret of secrets) {
    const keys = keysOf(secret);
    const plain = createDecipheriv(CIPHER, keys.cipher, mac).update(bytes.subarray(MAC_BYTES));
    if (timingSafeEqual(mac, macOf(plain, keys))) return plain.toString('utf8');
  }
  return undefined;
}

function macOf(plain: Buffer, keys: SealKeys): Buffer {
  return createHmac('sha256', keys.mac).update(plain).digest().subarray(0, MAC_BYTES);
}

function keysOf(secret: string): SealKeys {
  const known = keysOfSecrets.get(secret);
  if (known) return known;
  const derived = (use: string): KeyObject =>
    createSecretKey(createHmac('sha256', secret).update(`contacts cursor, ${use}`).digest());
  const keys = { mac: derived('mac'), cipher: derived('cipher') };
  keysOfSecrets.set(secret, keys);
  return keys;
}
