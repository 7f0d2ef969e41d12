import type { IncomingHttpHeaders } from 'node:http';
import { type Context, createTraceState, isSpanContextValid, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const TRACEPARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** Minimum length of a `tracestate` that W3C Trace Context asks to pass on. */
const MAX_TRACESTATE = 512;

/**
 * Returns the trace of a request (W3C Trace Context, level 1); a malformed header counts as none. Not the SDK's own
 * propagator: the SDK is loaded only if spans are exported, and trace context is passed on in any case.
 */
export function traceContextOf({ traceparent, tracestate }: IncomingHttpHeaders): Context {
  const parts = (typeof traceparent === 'string' && TRACEPARENT.exec(traceparent)) || [];
  const [, version, traceId, spanId, flags, more] = parts;
  // Only a later version may have more fields after the flags.
  if (version === '00' && more !== undefined) return ROOT_CONTEXT;
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  if (!isSpanContextValid(spanContext)) return ROOT_CONTEXT;
  const state = typeof tracestate === 'string' && tracestate.length <= MAX_TRACESTATE ? tracestate : '';
  return trace.setSpanContext(ROOT_CONTEXT, {
    ...spanContext,
    ...(state === '' ? {} : { traceState: createTraceState(state) }),
  });
}
