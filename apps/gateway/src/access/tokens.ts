import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Returns a function that compares a token with all hashes (SHA-256, hex), each in constant time. */
export function createCallerTokens(hashes: readonly string[]): (token: string) => boolean {
  const known = hashes.map((each) => Buffer.from(each, 'hex'));
  return (token) => {
    const own = hash('sha256', token, 'buffer');
    return known.reduce((found, each) => timingSafeEqual(each, own) || found, false);
  };
}

/** Returns a function that returns true for a request with a token as `Authorization: Bearer`. */
export function createBearerCheck(token: string): (request: Pick<IncomingMessage, 'headers'>) => boolean {
  const isKnown = createCallerTokens([hash('sha256', token)]);
  return ({ headers: { authorization = '' } }) => {
    // Names of schemes are case-insensitive (RFC 9110, section 11.1).
    const isBearer = authorization.slice(0, SCHEME.length).toLowerCase() === SCHEME;
    return isBearer && isKnown(authorization.slice(SCHEME.length));
  };
}

const SCHEME = 'bearer ';
