import { createHash, timingSafeEqual } from 'node:crypto';

/** Returns a function that compares a token with all hashes (SHA-256, hex), each in constant time. */
export function createCallerTokens(hashes: readonly string[]): (token: string) => boolean {
  const known = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return (token) => {
    const hash = createHash('sha256').update(token).digest();
    return known.reduce((found, each) => timingSafeEqual(each, hash) || found, false);
  };
}
