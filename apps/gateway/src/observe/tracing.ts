import { setTimeout as sleep } from 'node:timers/promises';
import { diag, trace } from '@opentelemetry/api';
import { logDiagnostics, type Warn } from './tracing-diagnostics.ts';

/** The export of spans. */
export interface Tracing {
  /** Sends the remaining spans, as far as the collector accepts them, and stops. */
  close(): Promise<void>;
}

const LAST_SPANS_MS = 2000;

/**
 * Registers an SDK that exports spans by OTLP over HTTP as JSON. It reads the standard variables itself: endpoint,
 * headers, sampler, service name, batch sizes. This module is loaded only if spans are exported.
 * @param warn called with problems of the SDK
 * @param url endpoint, in place of the one in the environment
 * @param lastSpansMs maximum time to send the remaining spans
 */
export async function startTracing(warn: Warn, url?: string, lastSpansMs = LAST_SPANS_MS): Promise<Tracing> {
  logDiagnostics(warn);
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'contacts-gateway' }))
      // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have precedence.
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(url === undefined ? {} : { url }))],
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async close() {
      trace.disable();
      diag.disable();
      // A collector that is down or hangs must not delay the end of the process.
      const late = new AbortController();
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        sleep(lastSpansMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
    },
  };
}
