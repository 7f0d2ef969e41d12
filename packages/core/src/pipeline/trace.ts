import {
  type Context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as opentelemetry,
} from '@opentelemetry/api';
import { UpstreamError } from '../errors.ts';
import type { Step } from './send.ts';

/** What an operation gives its requests to take along, and how it hears of them. */
export interface OperationTrace {
  /** The OpenTelemetry context of the operation: spans of waves and calls stand below its span. */
  readonly context: Context;
  /** Goes along as `x-request-id`. */
  readonly requestId?: string | undefined;
  /** Told of each request that leaves, retries included. */
  readonly onSend?: (() => void) | undefined;
}

/**
 * The tracer of the SDK that is registered now; one kept from before would go on with an SDK that has ended. Does
 * nothing, at next to no cost, while there is none.
 */
const tracer = (): Tracer => opentelemetry.getTracer('@contacts/core');

/**
 * Makes a span of each try, and hands trace context and request id on to the upstream. Without an SDK, a trace context
 * that came from outside is handed on as it came.
 * @param url where the upstream is
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

/** Begins the span of one wave; its requests take the returned trace along. */
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

/** Says what went wrong by our closed list of codes: texts of the upstream can hold anything. */
function markFailed(span: Span, error: unknown): void {
  const known = error instanceof UpstreamError ? error : undefined;
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', known?.code ?? 'unexpected');
  if (known?.details.status !== undefined) span.setAttribute('http.response.status_code', known.details.status);
}
