import { createHash, timingSafeEqual } from 'node:crypto';

/** @returns whether a token is one of those whose SHA-256 is in the list; all are compared, each in constant time */
export function createCallerTokens(hashes: readonly string[]): (token: string) => boolean {
  const known = hashes.map((hash) => Buffer.from(hash, 'hex'));
  return (token) => {
    const hash = createHash('sha256').update(token).digest();
    return known.reduce((found, each) => timingSafeEqual(each, hash) || found, false);
  };
}
