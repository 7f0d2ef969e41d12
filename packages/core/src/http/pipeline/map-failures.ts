import type { CancelSignal } from '../../cancellation.ts';
import { UpstreamError } from '../../errors.ts';
import { endedBy } from './deadline.ts';
import type { After, Hook } from './step.ts';

/** Turns the errors of the wire into UpstreamError: no step above knows undici's errors. */
export function mapFailures(): Hook {
  const after: After = { onError: (thrown, { signal, request }) => mapped(thrown, signal, request.endpoint) };
  return { before: () => after };
}

function mapped(thrown: unknown, signal: CancelSignal | undefined, endpoint: string): unknown {
  if (thrown instanceof UpstreamError) return thrown;
  if (signal?.aborted) return endedBy(signal, endpoint);
  const { name, code, message } = (thrown ?? {}) as Readonly<Record<string, unknown>>;
  if (name === 'TimeoutError' || name === 'HeadersTimeoutError' || name === 'BodyTimeoutError') {
    return new UpstreamError('timeout', `${endpoint}: no complete answer in time.`, { cause: thrown });
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || (name === 'HTTPParserError' && !ENDED_EARLY.test(String(message)))) {
    const noHttp = `${endpoint}: the upstream sent something that is not HTTP as the gateway takes it.`;
    return new UpstreamError('bad_response', noHttp, { cause: thrown });
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    // Our own requests are well-formed: only the caller's credentials can be invalid as header values.
    return new UpstreamError('unauthorized', `${endpoint}: not sent, since the credentials cannot be headers.`);
  }
  // Any other error of the wire has a code of undici, Node or OpenSSL. One without a code is a bug of the gateway, and is
  // passed on as it is: its caller gets an unexpected error, not one of the upstream.
  const isOfTheWire = (typeof code === 'string' && !(thrown instanceof TypeError)) || name === 'HTTPParserError';
  if (!isOfTheWire) return thrown;
  return new UpstreamError('network', `${endpoint}: the connection to the upstream failed.`, { cause: thrown });
}

/** A body in chunks that ends before its last one is an error of the parser, without a code, and yet a broken connection. */
const ENDED_EARLY = /Invalid EOF state/;
