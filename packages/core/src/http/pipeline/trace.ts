import {
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as opentelemetry,
} from '@opentelemetry/api';
import { UpstreamError } from '../../errors.ts';
import type { OperationTrace } from './operation-trace.ts';
import type { Step } from './send.ts';

/**
 * Returns the tracer of the SDK that is registered now; a cached one would go on with an SDK that has ended. Without an
 * SDK it does nothing, at next to no cost.
 */
const tracer = (): Tracer => opentelemetry.getTracer('@contacts/core');

/**
 * Creates a span for each try, and passes trace context and request id on to the upstream. Without an SDK, an incoming
 * trace context is passed on unchanged.
 * @param url origin of the upstream
 */
export function traceCalls(url: string): Step {
  const { hostname, port, protocol } = new URL(url);
  const server = {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  return (next) => async (request, credentials, options) => {
    const { trace, attempt = 1 } = options;
    if (!trace) return next(request, credentials, options);
    const attributes = {
      ...server,
      'http.request.method': request.method,
      ...(attempt > 1 ? { 'http.request.resend_count': attempt - 1 } : {}),
    };
    // Named by method and path template: the path itself and its query hold ids and values.
    const span = tracer().startSpan(request.endpoint, { kind: SpanKind.CLIENT, attributes }, trace.context);
    trace.onSend?.();
    const headers = {
      ...request.headers,
      ...(trace.requestId === undefined ? {} : { 'x-request-id': trace.requestId }),
      ...traceHeaders(span),
    };
    try {
      return await next({ ...request, headers }, credentials, options);
    } catch (error) {
      markFailed(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
}

/** Starts the span of one wave; its requests get the returned trace. */
export function startWave(trace: OperationTrace, requests: number): { readonly trace: OperationTrace; end(): void } {
  const span = tracer().startSpan('wave', { attributes: { 'contacts.wave.requests': requests } }, trace.context);
  return { trace: { ...trace, context: opentelemetry.setSpan(trace.context, span) }, end: () => span.end() };
}

/** W3C Trace Context, level 1. */
function traceHeaders(span: Span): Readonly<Record<string, string>> {
  const context = span.spanContext();
  if (!isSpanContextValid(context)) return {};
  const flags = (context.traceFlags & 0xff).toString(16).padStart(2, '0');
  const state = context.traceState?.serialize() ?? '';
  return {
    traceparent: `00-${context.traceId}-${context.spanId}-${flags}`,
    ...(state === '' ? {} : { tracestate: state }),
  };
}

/** Marks a span as failed by our closed list of codes: texts of the upstream can hold anything. */
function markFailed(span: Span, error: unknown): void {
  const known = error instanceof UpstreamError ? error : undefined;
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', known?.code ?? 'unexpected');
  if (known?.details.status !== undefined) span.setAttribute('http.response.status_code', known.details.status);
}
