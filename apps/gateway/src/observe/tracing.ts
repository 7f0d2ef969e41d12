import { trace } from '@opentelemetry/api';

/** Spans on their way out. */
export interface Tracing {
  /** Sends what is left, and ends. */
  close(): Promise<void>;
}

/**
 * Registers an SDK that exports spans by OTLP over HTTP as JSON. It reads the standard variables itself: endpoint,
 * headers, sampler, service name, batch sizes.
 * Loaded only here: without tracing, nothing of the SDK is in the process.
 * @param url where spans go, in place of the one in the environment
 */
export async function startTracing(url?: string): Promise<Tracing> {
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
      // A receiver that is gone is no reason not to end.
      await provider.shutdown().catch(() => undefined);
    },
  };
}
