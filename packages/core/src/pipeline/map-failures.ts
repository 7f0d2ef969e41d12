import { UpstreamError } from '../errors.ts';
import { endedBy } from './deadline.ts';
import type { Step } from './send.ts';

/** Gives whatever goes wrong on the wire one of our codes: nothing above knows undici's errors. */
export function mapFailures(): Step {
  return (next) => async (request, credentials, options) => {
    try {
      return await next(request, credentials, options);
    } catch (thrown) {
      throw toUpstreamError(thrown, options.signal, request.endpoint);
    }
  };
}

function toUpstreamError(thrown: unknown, signal: AbortSignal | undefined, endpoint: string): UpstreamError {
  if (thrown instanceof UpstreamError) return thrown;
  if (signal?.aborted) return endedBy(signal, endpoint);
  const name = (thrown as { name?: unknown } | null)?.name;
  if (name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError') {
    return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`, { cause: thrown });
  }
  const { code } = (thrown ?? {}) as { code?: unknown };
  const fault = typeof code === 'string' ? code : '';
  if (fault === 'UND_ERR_INVALID_ARG') {
    // Our own requests are well-formed: only what the caller brought can be no header value.
    return new UpstreamError('unauthorized', `${endpoint}: not sent, since the credentials cannot be headers.`);
  }
  if (name === 'HTTPParserError' || brokenAnswers.has(fault)) {
    const message = `${endpoint}: the upstream sent something that is not HTTP as the gateway takes it.`;
    return new UpstreamError('bad_response', message, { cause: thrown });
  }
  return new UpstreamError('network', `${endpoint}: the connection to the upstream failed.`, { cause: thrown });
}

/** Codes of undici for answers that came, but are wrong in themselves. */
const brokenAnswers: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);
