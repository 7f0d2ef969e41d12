import { onOrOff, oneOf, seconds, text, url, whole } from './kinds.ts';
import { metricsToken, operationNames } from './texts.ts';

// The variables of the process: load shedding, slow clients, shutdown, logs, metrics, traces. Each has a kind, a default,
// and a description, from which `npm run generate` writes docs/configuration.md. Durations are in seconds in the environment,
// in milliseconds here.

const atMostAMillion = whole({ max: 1_000_000 });
const upToAnHour = seconds({ max: 3600 });
const upToTwoHours = seconds({ max: 7200 });

export const loadVariables = {
  MAX_IN_FLIGHT: atMostAMillion.default(1024).describe('The maximum number of concurrent operations; 0 is no limit.'),
  MAX_IN_FLIGHT_PER_CALLER: atMostAMillion.default(256).describe('The same for one caller; 0 is no limit.'),
  MAX_VALUES_IN_FLIGHT: whole({ max: 1_000_000_000 }).describe(
    'The maximum number of values that the results of all operations in flight could have; half of it for one caller. A single operation is always accepted; 0 is no limit. The default follows from the heap: 1,000,000 with 512 MB, 230,000 with 192 MB, at most 4,000,000.',
  ),
  MAX_BYTES_IN_FLIGHT: whole({ max: 100_000_000_000 }).describe(
    'The maximum size in bytes of all responses that are being sent; half of it for one caller. The last response may exceed it; 0 is no limit. The default is 100 for each value above.',
  ),
  SHED_LAG: seconds({ max: 60 })
    .default(10)
    .describe(
      'The lag of the event loop, in seconds, that must last for 100 ms before new requests are rejected; 0 is off.',
    ),
  SHED_IN_FLIGHT: whole({ min: 1, max: 1_000_000 })
    .default(48)
    .describe(
      'No request is rejected for lag while fewer operations than this use the process. Operations that wait for the upstream do not use it.',
    ),
  SHED_RETRY_AFTER: whole({ min: 1, max: 3600 })
    .default(1)
    .describe('The `Retry-After` of rejected requests, in seconds.'),
  HEADERS_TIMEOUT: upToAnHour.describe(
    'The maximum time for a client to send its headers, in seconds: at most `REQUEST_TIMEOUT`, which is the default if it is shorter; 0 is no limit.',
  ),
  REQUEST_TIMEOUT: upToAnHour.default(30_000).describe('The same for the whole request; 0 is no limit.'),
  KEEP_ALIVE_TIMEOUT: upToAnHour
    .default(65_000)
    .describe('The time for which an idle connection stays open, in seconds; with 0, as long as `SOCKET_TIMEOUT`.'),
  SOCKET_TIMEOUT: upToTwoHours.describe(
    'The maximum time without any byte on a connection, in seconds: longer than `OPERATION_TIMEOUT`, or 0 for no limit. The default is 20 more than `OPERATION_TIMEOUT`.',
  ),
  RESPONSE_WRITE_TIMEOUT: upToTwoHours
    .default(120_000)
    .describe('The maximum time for a client to receive a response, in seconds, at whatever rate; 0 is no limit.'),
  MAX_CONNECTIONS: atMostAMillion
    .default(4096)
    .describe('The maximum number of concurrent connections; 0 is no limit.'),
  SHUTDOWN_GRACE: upToAnHour.describe(
    'The time for which the process continues to serve after SIGTERM, while `/readyz` already responds with 503, in seconds. The default is 5 with a `VIBECODE_URL`. 0 is off.',
  ),
  SHUTDOWN_TIMEOUT: upToTwoHours.describe(
    'The time after that in which operations in flight can finish, in seconds; the others end with `UPSTREAM_TIMEOUT`. 0 is no limit. The default is 5 more than `OPERATION_TIMEOUT`.',
  ),
};

export const observabilityVariables = {
  LOG_LEVEL: oneOf('debug', 'info', 'warn', 'error', 'silent')
    .default('info')
    .describe('`debug`, `info`, `warn`, `error` or `silent`.'),
  LOG_FORMAT: oneOf('auto', 'pretty', 'json')
    .default('auto')
    .describe('`json`, `pretty`, or `auto`: `pretty` in a terminal, otherwise `json`.'),
  METRICS: onOrOff.default('on').describe('`off` serves no `/metrics`.'),
  METRICS_TOKEN: metricsToken.describe('The bearer token that `/metrics` requires.'),
  METRICS_OPERATIONS: operationNames
    .default([])
    .describe('Names of operations that have metrics of their own, comma-separated.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url().describe(
    "The collector that spans are exported to; the SDK's other standard variables apply too.",
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url().describe('The same for spans alone.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: text
    .default('http/json')
    .describe(
      'Or `http/protobuf`, for which JSON is sent too. `grpc` is not supported, and stops the start where spans are exported.',
    ),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: text.describe(
    'The same for spans alone. The default is that of `OTEL_EXPORTER_OTLP_PROTOCOL`.',
  ),
  OTEL_SDK_DISABLED: text.default('false').describe('`true` exports nothing.'),
  OTEL_TRACES_EXPORTER: text.default('otlp').describe('`none` exports nothing.'),
};
