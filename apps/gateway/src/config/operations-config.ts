import { memoryBounds } from './memory-bounds.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

// The part of the configuration that is about running: load, slow clients, restarts, and what can be seen from outside.

export interface OperationsConfig {
  /** What one process takes on at most; 0 is off, for each. */
  readonly overload: {
    readonly maxInFlight: number;
    readonly maxInFlightPerCaller: number;
    /** Values that the answers of all operations under way could have; one caller's half of them. */
    readonly maxValuesInFlight: number;
    /** Bytes of all answers that are being taken; one caller's half of them. */
    readonly maxBytesInFlight: number;
    /** New requests are shed while the event loop is this late and {@link shedInFlight} are in flight. */
    readonly shedLagMs: number;
    readonly shedInFlight: number;
    /** What a refused caller is told to wait, in seconds. */
    readonly retryAfterS: number;
  };
  /** What one connection may take; 0 is off, for each. */
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
    /** How long it serves on after SIGTERM, while it already says that it is not ready. */
    readonly graceMs: number;
    /** How long it then waits for what is in flight. */
    readonly timeoutMs: number;
  };
  readonly log: { readonly level: LogLevel; readonly format: 'auto' | 'pretty' | 'json' };
  /** `null` where there is no `/metrics`. */
  readonly metrics: {
    /** Who reads the metrics has to bring it; `null` leaves them open. */
    readonly token: string | null;
    /** Names of operations that have a label of their own. */
    readonly operations: readonly string[];
  } | null;
  /** Whether spans are exported. Where to, and how, the SDK reads from its standard variables. */
  readonly tracing: boolean;
}

export type LogLevel = Values['LOG_LEVEL'];

/** Collectors that accept protobuf accept JSON too. */
const protocols: ReadonlySet<string> = new Set(['http/json', 'http/protobuf']);

export interface OperationsSurroundings {
  /** The largest heap that this process may have, in bytes. */
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

/** By the standard, which knows no other value than `true` for switching it off. */
function isTraced(values: Values): boolean {
  if (values.OTEL_SDK_DISABLED.toLowerCase() === 'true' || values.OTEL_TRACES_EXPORTER === 'none') return false;
  return values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
}

/** Only where something is exported: these variables are often set for a whole machine, for programs of all kinds. */
function checkExporter(values: Values, problem: Problem): void {
  // The one for spans wins over the one for all.
  const name = values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL === undefined ? 'PROTOCOL' : 'TRACES_PROTOCOL';
  if (!protocols.has(values[`OTEL_EXPORTER_OTLP_${name}`] ?? '')) {
    problem(`OTEL_EXPORTER_OTLP_${name}`, 'must be "http/json" or "http/protobuf", of which both are sent as JSON');
  }
  if (values.OTEL_TRACES_EXPORTER !== 'otlp') problem('OTEL_TRACES_EXPORTER', 'must be "otlp" or "none"');
}
