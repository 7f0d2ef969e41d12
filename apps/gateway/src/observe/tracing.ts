import { setTimeout as sleep } from 'node:timers/promises';
import { diag, trace } from '@opentelemetry/api';
import { logDiagnostics, type Warn } from './tracing-diagnostics.ts';

/** Spans on their way out. */
export interface Tracing {
  /** Sends what is left, if somebody takes it, and ends. */
  close(): Promise<void>;
}

const LAST_SPANS_MS = 2000;

/**
 * Registers an SDK that exports spans by OTLP over HTTP as JSON. It reads the standard variables itself: endpoint,
 * headers, sampler, service name, batch sizes.
 * Loaded only here: without tracing, nothing of the SDK is in the process.
 * @param warn told of what the SDK cannot do
 * @param url where spans go, in place of the one in the environment
 * @param lastSpansMs how long the last ones may take to get out
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
      // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(url === undefined ? {} : { url }))],
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async close() {
      trace.disable();
      diag.disable();
      // A receiver that is gone is no reason not to end, and one that hangs none to end late.
      const late = new AbortController();
      await Promise.race([
        provider.shutdown().catch(() => undefined),
        sleep(lastSpansMs, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
    },
  };
}
