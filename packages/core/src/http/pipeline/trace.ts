import {
  type Attributes,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace as opentelemetry,
} from '@opentelemetry/api';
import { UpstreamError } from '../../errors.ts';
import type { OperationTrace } from './operation-trace.ts';
import type { After, Hook } from './step.ts';

/**
 * Returns the tracer of the SDK that is registered now; a cached one would go on with an SDK that has ended. Without an
 * SDK it does nothing, at next to no cost.
 */
const tracer = (): Tracer => opentelemetry.getTracer('@contacts/core');

/**
 * Creates a span for each try, and passes trace context and request id on to the upstream. Without an SDK, an incoming
 * trace context is passed on unchanged: samplers decide for a whole trace, so that no span is recorded below one that
 * is not.
 * @param url origin of the upstream
 */
export function traceCalls(url: string): Hook {
  const { hostname, port, protocol } = new URL(url);
  const serverPort = Number(port) || (protocol === 'https:' ? 443 : 80);
  return {
    before({ trace, attempt, headers, request: { method, endpoint } }) {
      if (!trace) return undefined;
      trace.onSend?.();
      if (trace.requestId !== undefined) headers['x-request-id'] = trace.requestId;
      const operation = opentelemetry.getSpan(trace.context);
      if (!operation?.isRecording()) {
        if (operation) addTraceHeaders(headers, operation);
        return undefined;
      }
      const attributes: Attributes = {
        'server.address': hostname,
        'server.port': serverPort,
        'http.request.method': method,
      };
      if (attempt > 1) attributes['http.request.resend_count'] = attempt - 1;
      // Named by method and path template: the path itself and its query hold ids and values.
      const span = tracer().startSpan(endpoint, { kind: SpanKind.CLIENT, attributes }, trace.context);
      addTraceHeaders(headers, span);
      return new Recorded(span);
    },
  };
}

/** Ends the span of a try with its outcome. */
class Recorded implements After {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  onAnswer(): void {
    this.#span.end();
  }

  onError(error: unknown): unknown {
    markFailed(this.#span, error);
    this.#span.end();
    return error;
  }
}

/** Starts the span of one wave below one that is recorded; its requests get the returned trace. */
export function startWave(
  trace: OperationTrace,
  requests: number,
): { readonly trace: OperationTrace; end(): void } | undefined {
  if (!opentelemetry.getSpan(trace.context)?.isRecording()) return undefined;
  const span = tracer().startSpan('wave', { attributes: { 'contacts.wave.requests': requests } }, trace.context);
  return { trace: { ...trace, context: opentelemetry.setSpan(trace.context, span) }, end: () => span.end() };
}

/** W3C Trace Context, level 1. */
function addTraceHeaders(headers: Record<string, string>, span: Span): void {
  const context = span.spanContext();
  if (!isSpanContextValid(context)) return;
  const flags = (context.traceFlags & 0xff).toString(16).padStart(2, '0');
  headers['traceparent'] = `00-${context.traceId}-${context.spanId}-${flags}`;
  const state = context.traceState?.serialize() ?? '';
  if (state !== '') headers['tracestate'] = state;
}

/** Marks a span as failed by our closed list of codes: texts of the upstream can hold anything. */
function markFailed(span: Span, error: unknown): void {
  const known = error instanceof UpstreamError ? error : undefined;
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', known?.code ?? 'unexpected');
  if (known?.details.status !== undefined) span.setAttribute('http.response.status_code', known.details.status);
}
