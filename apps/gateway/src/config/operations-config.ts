import { z } from 'zod';
import { memoryBounds } from '../load/memory-bounds.ts';

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
    /** How long a client may take to take an answer, from the first byte of it. */
    readonly answerTimeoutMs: number;
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

export type LogLevel = (typeof logLevels)[number];
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const MIN_TOKEN_LENGTH = 16;

const numberFrom = (min: number, max: number, what: string) => {
  const message = `must be ${what} from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};
const seconds = (max: number, min = 0) => numberFrom(min, max, 'a number of seconds');
const whole = (max: number, min = 0) =>
  numberFrom(min, max, 'a whole number').refine(Number.isInteger, `must be a whole number from ${min} to ${max}`);
const endpoint = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional();

/** Collectors take JSON where they take protobuf. */
const protocols: ReadonlySet<string> = new Set(['http/json', 'http/protobuf']);
/** Zero is off; so small a part of a second that it would be zero is not. */
const milliseconds = (value: number): number => (value > 0 ? Math.max(1, Math.round(value * 1000)) : 0);

/** The variables, for config.ts to read with its own. */
export const operationsVariables = {
  MAX_IN_FLIGHT: whole(1_000_000).default(1024),
  MAX_IN_FLIGHT_PER_CALLER: whole(1_000_000).default(256),
  MAX_VALUES_IN_FLIGHT: whole(1_000_000_000).optional(),
  MAX_BYTES_IN_FLIGHT: whole(100_000_000_000).optional(),
  SHED_LAG: seconds(60).default(0.01),
  SHED_IN_FLIGHT: whole(1_000_000, 1).default(48),
  SHED_RETRY_AFTER: whole(3600, 1).default(1),
  HEADERS_TIMEOUT: seconds(3600).optional(),
  REQUEST_TIMEOUT: seconds(3600).default(30),
  KEEP_ALIVE_TIMEOUT: seconds(3600).default(65),
  SOCKET_TIMEOUT: seconds(7200).optional(),
  ANSWER_TIMEOUT: seconds(7200).default(120),
  MAX_CONNECTIONS: whole(1_000_000).default(4096),
  SHUTDOWN_GRACE: seconds(3600).optional(),
  SHUTDOWN_TIMEOUT: seconds(7200).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(['auto', 'pretty', 'json'], 'must be "auto", "pretty" or "json"').default('auto'),
  METRICS: z.enum(['on', 'off'], 'must be "on" or "off"').default('on'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]*$/, 'must be visible ASCII without blanks')
    .min(MIN_TOKEN_LENGTH, `must have at least ${MIN_TOKEN_LENGTH} characters`)
    .optional(),
  METRICS_OPERATIONS: z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim()))
    .refine(
      (names) => names.length <= 200 && names.every((name) => /^[_A-Za-z]\w{0,99}$/.test(name)),
      'must be at most 200 names of operations, with commas between them',
    )
    .default([]),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().default('http/json'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().default('false'),
  OTEL_TRACES_EXPORTER: z.string().default('otlp'),
};

/**
 * A restart of the embedded sandbox is somebody at a terminal, who waits; one in front of a real upstream has a load
 * balancer before it, which needs a moment to see that `/readyz` is off.
 */
const GRACE_WITH_UPSTREAM_S = 5;

/** A head is short; that of a shorter REQUEST_TIMEOUT has as long as the whole. */
const HEADERS_S = 10;
/** Whoever waits for an operation says nothing meanwhile: a connection is given this much longer. */
const SILENCE_AFTER_OPERATION_S = 20;
/** What an operation that begins just before a shutdown is given beyond its own time. */
const SHUTDOWN_AFTER_OPERATION_S = 5;

export interface OperationsSurroundings {
  /** Whether there is a real upstream. */
  readonly real: boolean;
  /** The longest that one operation may take, in seconds. */
  readonly operationTimeoutS: number;
  /** The largest heap that this process may have, in bytes. */
  readonly heapBytes: number;
  /** Told of values that do not go together. */
  readonly problem: (name: string, message: string) => void;
}

export function operationsConfig(
  values: Values,
  { real, operationTimeoutS, heapBytes, problem }: OperationsSurroundings,
): OperationsConfig {
  const {
    SOCKET_TIMEOUT = operationTimeoutS + SILENCE_AFTER_OPERATION_S,
    SHUTDOWN_TIMEOUT = operationTimeoutS + SHUTDOWN_AFTER_OPERATION_S,
    SHUTDOWN_GRACE = real ? GRACE_WITH_UPSTREAM_S : 0,
    REQUEST_TIMEOUT,
    HEADERS_TIMEOUT = Math.min(HEADERS_S, REQUEST_TIMEOUT || HEADERS_S),
  } = values;
  if (REQUEST_TIMEOUT > 0 && HEADERS_TIMEOUT > REQUEST_TIMEOUT) {
    problem('HEADERS_TIMEOUT', 'must be 0, or at most REQUEST_TIMEOUT: a head is a part of its request');
  }
  if (SOCKET_TIMEOUT > 0 && SOCKET_TIMEOUT <= operationTimeoutS) {
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
      shedLagMs: values.SHED_LAG * 1000,
      shedInFlight: values.SHED_IN_FLIGHT,
      retryAfterS: values.SHED_RETRY_AFTER,
    },
    connections: {
      headersTimeoutMs: milliseconds(HEADERS_TIMEOUT),
      requestTimeoutMs: milliseconds(REQUEST_TIMEOUT),
      keepAliveTimeoutMs: milliseconds(values.KEEP_ALIVE_TIMEOUT),
      socketTimeoutMs: milliseconds(SOCKET_TIMEOUT),
      answerTimeoutMs: milliseconds(values.ANSWER_TIMEOUT),
      maxConnections: values.MAX_CONNECTIONS,
    },
    shutdown: {
      graceMs: milliseconds(SHUTDOWN_GRACE),
      timeoutMs: milliseconds(SHUTDOWN_TIMEOUT),
    },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    metrics:
      values.METRICS === 'off' ? null : { token: values.METRICS_TOKEN ?? null, operations: values.METRICS_OPERATIONS },
    tracing: traced,
  };
}

type Values = z.output<z.ZodObject<typeof operationsVariables>>;

/** By the standard, which knows no other value than `true` for switching it off. */
function isTraced(values: Values): boolean {
  if (values.OTEL_SDK_DISABLED.toLowerCase() === 'true' || values.OTEL_TRACES_EXPORTER === 'none') return false;
  return values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined;
}

/** Only where something is exported: these variables are often set for a whole machine, for programs of all kinds. */
function checkExporter(values: Values, problem: OperationsSurroundings['problem']): void {
  // The one for spans wins over the one for all.
  const name = values.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL === undefined ? 'PROTOCOL' : 'TRACES_PROTOCOL';
  if (!protocols.has(values[`OTEL_EXPORTER_OTLP_${name}`] ?? '')) {
    problem(`OTEL_EXPORTER_OTLP_${name}`, 'must be "http/json" or "http/protobuf", of which both are sent as JSON');
  }
  if (values.OTEL_TRACES_EXPORTER !== 'otlp') problem('OTEL_TRACES_EXPORTER', 'must be "otlp" or "none"');
}
