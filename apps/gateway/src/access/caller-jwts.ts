import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { HttpError } from '../http/http-error.ts';
import type { CallerProof } from '../config/access-config.ts';

/** Asymmetric signatures only: with a shared secret, any service that verifies a token can also sign one. */
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
/** Tolerated difference between the clocks of the issuer and this machine. */
const CLOCK_TOLERANCE_S = 30;

/**
 * @param keys the issuer's public keys; they are fetched again when a token names an unknown one
 * @returns a function that returns true if a JWT is signed by the issuer for this gateway and is not expired
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
        // Without `exp`, a stolen token would be valid for ever.
        requiredClaims: ['exp', 'sub'],
      });
      return true;
    } catch (error) {
      if (isOfToken(error)) return false;
      throw new HttpError({
        status: 503,
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'The keys that verify callers’ tokens cannot be loaded at present: try again later.',
        headers: { 'retry-after': '5' },
      });
    }
  };
}

/** Returns true if the token is invalid, false if the keys could not be loaded. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC'
  );
}
