import { memoryBounds } from './memory-bounds.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

// The part of the configuration about running: load shedding, slow clients, shutdown, and observability.

export interface OperationsConfig {
  /** Limits of one process; 0 is off for each. */
  readonly overload: {
    readonly maxInFlight: number;
    readonly maxInFlightPerCaller: number;
    /** Maximum number of values of all results in flight; half of it for one caller. */
    readonly maxValuesInFlight: number;
    /** Maximum size of all responses that are being sent, in bytes; half of it for one caller. */
    readonly maxBytesInFlight: number;
    /** New requests are shed while the event loop has this lag and {@link shedInFlight} operations are active. */
    readonly shedLagMs: number;
    readonly shedInFlight: number;
    /** `Retry-After` of rejected requests in seconds. */
    readonly retryAfterS: number;
  };
  /** Limits of one connection; 0 is off for each. */
  readonly connections: {
    readonly headersTimeoutMs: number;
    readonly requestTimeoutMs: number;
    readonly keepAliveTimeoutMs: number;
    readonly socketTimeoutMs: number;
    /** Maximum time for a client to receive a response, from its first byte. */
    readonly responseWriteTimeoutMs: number;
    readonly maxConnections: number;
  };
  readonly shutdown: {
    /** Time after SIGTERM in which it continues to serve, while `/readyz` already responds with 503. */
    readonly graceMs: number;
    /** Time after that in which operations in flight can finish. */
    readonly timeoutMs: number;
  };
  readonly log: { readonly level: LogLevel; readonly format: 'auto' | 'pretty' | 'json' };
  /** `null` if `/metrics` is off. */
  readonly metrics: {
    /** Bearer token that `/metrics` requires; `null` requires none. */
    readonly token: string | null;
    /** Names of operations that have metrics of their own. */
    readonly operations: readonly string[];
  } | null;
  /** True if spans are exported. The SDK reads the endpoint and the rest from its standard variables. */
  readonly tracing: boolean;
}

export type LogLevel = Values['LOG_LEVEL'];

/** Spans are always sent as JSON: collectors that accept protobuf accept JSON too. */
const protocols: ReadonlySet<string> = new Set(['http/json', 'http/protobuf']);

export interface OperationsSurroundings {
  /** Maximum size of this process's heap in bytes. */
  readonly heapBytes: number;
  readonly problem: Problem;
}

export function operationsConfig(values: Values, { heapBytes, problem }: OperationsSurroundings): OperationsConfig {
  const { REQUEST_TIMEOUT, HEADERS_TIMEOUT, SOCKET_TIMEOUT, OPERATION_TIMEOUT } = values;
  if (REQUEST_TIMEOUT > 0 && HEADERS_TIMEOUT > REQUEST_TIMEOUT) {
    problem('HEADERS_TIMEOUT', 'must be 0, or at most REQUEST_TIMEOUT: the headers are a part of the request');
  }
  if (SOCKET_TIMEOUT > 0 && SOCKET_TIMEOUT <= OPERATION_TIMEOUT) {
    problem('SOCKET_TIMEOUT', 'must be 0, or longer than OPERATION_TIMEOUT: its connection is silent for as long');
  }
  const traced = isTraced(values);
  if (traced) checkExporter(values, problem);
  return {
    overload: {
      maxInFlight: values.MAX_IN_FLIGHT,
      maxInFlightPerCaller: values.MAX_IN_FLIGHT_PER_CALLER,
      ...memoryBounds(heapBytes),
      ...(values.MAX_VALUES_IN_FLIGHT === undefined ? {} : { maxValuesInFlight: values.MAX_VALUES_IN_FLIGHT }),
      ...(values.MAX_BYTES_IN_FLIGHT === undefined ? {} : { maxBytesInFlight: values.MAX_BYTES_IN_FLIGHT }),
      shedLagMs: values.SHED_LAG,
      shedInFlight: values.SHED_IN_FLIGHT,
      retryAfterS: values.SHED_RETRY_AFTER,
    },
    connections: {
      headersTimeoutMs: HEADERS_TIMEOUT,
      requestTimeoutMs: REQUEST_TIMEOUT,
      keepAliveTimeoutMs: values.KEEP_ALIVE_TIMEOUT,
      socketTimeoutMs: SOCKET_TIMEOUT,
      responseWriteTimeoutMs: values.RESPONSE_WRITE_TIMEOUT,
      maxConnections: values.MAX_CONNECTIONS,
    },
    shutdown: {
      graceMs: values.SHUTDOWN_GRACE,
      timeoutMs: values.SHUTDOWN_TIMEOUT,
    },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    metrics:
      values.METRICS === 'off' ? null : { token: values.METRICS_TOKEN ?? null, operations: values.METRICS_OPERATIONS },
    tracing: traced,
  };
}

/** Returns true if spans are exported. By the specification, only `true` disables the SDK. */
function isTraced(values: Values): boolean {
  if (values.OTEL_SDK_DISABLED.toLowerCase() === 'true' || values.OTEL_TRACES_EXPORTER === 'none') return false;
  return values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
}

/** Checks the protocol only if spans are exported: these variables are often set for all programs of a machine. */
function checkExporter(values: Values, problem: Problem): void {
  // The variable for spans has precedence over the general one.
  const name = values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL === undefined ? 'PROTOCOL' : 'TRACES_PROTOCOL';
  if (!protocols.has(values[`OTEL_EXPORTER_OTLP_${name}`] ?? '')) {
    problem(`OTEL_EXPORTER_OTLP_${name}`, 'must be "http/json" or "http/protobuf", of which both are sent as JSON');
  }
  if (values.OTEL_TRACES_EXPORTER !== 'otlp') problem('OTEL_TRACES_EXPORTER', 'must be "otlp" or "none"');
}
