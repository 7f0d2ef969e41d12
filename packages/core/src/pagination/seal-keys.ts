import { createCipheriv, createHmac, hash } from 'node:crypto';

/** Bytes of a block of AES, and of the starting value of its counter mode. */
const CIPHER_BLOCK = 16;
/** Bytes of a block of SHA-256; no key here is longer. */
const HASH_BLOCK = 64;
const DIGEST_BYTES = 32;

/** The two uses of a secret. Both keep what depends on the secret alone: a new native object costs more than the bytes of a cursor. */
export interface SealKeys {
  /** Returns the HMAC-SHA-256 of bytes, as a text with one character for each byte. */
  readonly macOf: (bytes: Buffer) => string;
  /** Encrypts bytes where they are, or decrypts them, by AES-256 in counter mode. @param start 16 bytes */
  readonly cipher: (bytes: Buffer, start: Buffer) => void;
}

export function sealKeys(secret: string): SealKeys {
  const derived = (use: string): Buffer => createHmac('sha256', secret).update(`contacts cursor, ${use}`).digest();
  return { macOf: hmac(derived('mac')), cipher: counterMode(derived('cipher')) };
}

/** HMAC as RFC 2104 defines it, by two hashes. */
function hmac(key: Buffer): SealKeys['macOf'] {
  const inner = paddedKey(key, 0x36);
  const outer = Buffer.concat([paddedKey(key, 0x5c), Buffer.alloc(DIGEST_BYTES)]);
  return (bytes) => {
    outer.write(hash('sha256', Buffer.concat([inner, bytes]), 'latin1'), HASH_BLOCK, 'latin1');
    return hash('sha256', outer, 'latin1');
  };
}

function paddedKey(key: Buffer, pad: number): Buffer {
  return Buffer.alloc(HASH_BLOCK, pad).map((byte, at) => byte ^ (key[at] ?? 0)) as Buffer;
}

/** Counter mode as SP 800-38A defines it: bytes are combined with encrypted counters. Encrypting single blocks has no state. */
function counterMode(key: Buffer): SealKeys['cipher'] {
  const blocks = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return (bytes, start) => {
    const stream = blocks.update(counters(start, Math.ceil(bytes.length / CIPHER_BLOCK)));
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (bytes[at] as number) ^ (stream[at] as number);
  };
}

/** Returns a number of blocks, each the one before it plus one. */
function counters(start: Buffer, count: number): Buffer {
  const all = Buffer.allocUnsafe(count * CIPHER_BLOCK);
  const counter = new Uint8Array(start);
  for (let at = 0; at < all.length; at += CIPHER_BLOCK) {
    all.set(counter, at);
    increment(counter);
  }
  return all;
}

/** Adds one to a big-endian number; a byte that wraps to 0 carries. */
function increment(number: Uint8Array): void {
  for (let at = number.length - 1; at >= 0; at -= 1) {
    number[at] = ((number[at] as number) + 1) & 0xff;
    if (number[at] !== 0) return;
  }
}
