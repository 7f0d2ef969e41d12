import { UpstreamError } from '../errors.ts';
import type { After, Hook } from './pipeline/step.ts';

/** Failure that the caller did not cause. Holds no data of the call, its caller or the answer. */
export interface UpstreamTrouble {
  /**
   * A code of the system, of TLS or of undici (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, `UND_ERR_CONNECT_TIMEOUT`), or one of
   * ours: `HTTP_` with a status from 500, `PROXY_HTTP_` with the status of a proxy that makes no tunnel, `WRONG_CONTENT`
   * for an answer outside the contract, `TIMEOUT`, `UNKNOWN`.
   */
  readonly reason: string;
  /** Method and path template of the call. */
  readonly endpoint: string;
}

/** Calls `onTrouble` for each call that fails for such a reason. */
export function watchTrouble(onTrouble?: (trouble: UpstreamTrouble) => void): Hook {
  const after: After = {
    onError(error, { request: { endpoint } }) {
      const reason = reasonOf(error);
      if (reason !== undefined) onTrouble?.({ reason, endpoint });
      // undici reports this as an error of the request's headers, which the caller did not cause.
      return reason === PROXY_WANTS_CREDENTIALS && !(error instanceof UpstreamError)
        ? new UpstreamError('network', `${endpoint}: the proxy refused the connection.`, { cause: error })
        : error;
    },
  };
  return { before: () => after };
}

const PROXY_WANTS_CREDENTIALS = 'PROXY_HTTP_407';

/** Returns the reason of a failure; `undefined` if the upstream's answer is meant for the caller. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof UpstreamError) return reasonOfAnswer(error);
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code, message, cause } = error as Error & { readonly code?: unknown };
  const [, status] = /^Proxy response \((\d{3})\)/.exec(message) ?? [];
  if (status !== undefined) return `PROXY_HTTP_${status}`;
  if (message.startsWith('Proxy Authentication Required')) return PROXY_WANTS_CREDENTIALS;
  // Credentials of the caller that cannot be header values.
  if (code === 'UND_ERR_INVALID_ARG') return undefined;
  if (/^(?:Timeout|HeadersTimeout|BodyTimeout)Error$/.test(error.name)) return 'TIMEOUT';
  // The system's code is more specific than undici's, which is only that a socket ended.
  const inner = cause instanceof Error && isCode((cause as { code?: unknown }).code) ? cause : error;
  const found = (inner as { readonly code?: unknown }).code;
  return isCode(found) ? found : 'UNKNOWN';
}

function reasonOfAnswer({ code, details: { status = 0 } }: UpstreamError): string | undefined {
  switch (code) {
    case 'bad_response':
      return 'WRONG_CONTENT';
    case 'unavailable':
    case 'timeout':
      return status >= 500 ? `HTTP_${status}` : code === 'timeout' ? 'TIMEOUT' : undefined;
    default:
      return undefined;
  }
}

/** Codes are names that Node, OpenSSL and undici chose: no text of the upstream's can take their place. */
function isCode(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Z][A-Z\d_]{1,60}$/.test(value);
}
