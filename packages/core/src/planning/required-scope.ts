import type { Scope } from '../entities/entity.ts';
import { UpstreamError } from '../errors.ts';
import { users } from '../entities/user.ts';
import type { Call } from '../wire/call.ts';

/** The upstream's codes for a key that lacks a scope: of a request (contract §5), and of a call of a batch (contract §4). */
const missingScopeCodes: ReadonlySet<string> = new Set(['SCOPE_DENIED', 'SCOPE_NOT_ALLOWED']);

/** The scope that a call needs (contract §6, "Scopes"); `undefined` for a call that any key may send. */
export function scopeOf(call: Call): Scope | undefined {
  if (call.kind === 'me') return undefined;
  return call.kind === 'list' && call.entity === users.name ? users.scope : 'crm';
}

/**
 * Adds the name of the missing scope to an error that lacks it. `details.requiredScope` is newer than the documents
 * (contract §5, "Envelope"), and the errors of a batch have no details; which scope an endpoint needs is documented.
 */
export function withRequiredScope<T>(result: T, call: Call): T | UpstreamError {
  if (!(result instanceof UpstreamError)) return result;
  const { code, message, details, retryAfterMs, cause } = result;
  const requiredScope = scopeOf(call);
  if (details.requiredScope !== undefined || requiredScope === undefined) return result;
  if (details.code === undefined || !missingScopeCodes.has(details.code)) return result;
  return new UpstreamError(code, message, {
    details: { ...details, requiredScope },
    cause,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
