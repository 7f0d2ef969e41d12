import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { HttpError } from '../http/http-error.ts';
import type { CallerProof } from '../config/access-config.ts';

/** Signatures with a key pair only: with a shared secret, whoever can check a token can also make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Clocks differ by a little. */
const CLOCK_TOLERANCE_S = 30;

/**
 * @param keys where the issuer's public keys come from; asked for again when a token names one that is not known
 * @returns whether a JWT was signed by one of the issuer's keys, for this gateway, and is in its time
 */
export function createCallerJwts(
  { jwksUrl, issuer, audience }: Extract<CallerProof, { kind: 'jwt' }>,
  keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5000 }),
): (token: string) => Promise<boolean> {
  return async (token) => {
    try {
      await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_S,
        // A token without an end would let in its thief for good.
        requiredClaims: ['exp', 'sub'],
      });
      return true;
    } catch (error) {
      if (isOfToken(error)) return false;
      throw new HttpError({
        status: 503,
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'The keys that callers’ tokens are checked with cannot be had at the moment: try again later.',
        headers: { 'retry-after': '5' },
      });
    }
  };
}

/** Whether the token is at fault, and not the way to the keys. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC'
  );
}
