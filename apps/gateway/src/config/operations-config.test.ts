import { getHeapStatistics } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { type ConfigError, configVariables, loadConfig } from './config.ts';
import { memoryBounds } from './memory-bounds.ts';
import { loadVariables, observabilityVariables } from './process-variables.ts';

const exported = { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' } };

test('the operations part of the configuration has defaults', () => {
  expect(loadConfig({})).toMatchObject({
    overload: {
      maxInFlight: 1024,
      maxInFlightPerCaller: 256,
      ...memoryBounds(getHeapStatistics().heap_size_limit),
      shedLagMs: 10,
      shedInFlight: 48,
      retryAfterS: 1,
    },
    connections: {
      headersTimeoutMs: 10_000,
      requestTimeoutMs: 30_000,
      keepAliveTimeoutMs: 65_000,
      socketTimeoutMs: 60_000,
      responseWriteTimeoutMs: 120_000,
      maxConnections: 4096,
    },
    shutdown: { graceMs: 0, timeoutMs: 45_000 },
    log: { level: 'info', format: 'auto' },
    metrics: { token: null, operations: [] },
    tracing: false,
  });
  const names = Object.keys({ ...loadVariables, ...observabilityVariables });
  expect(configVariables).toEqual(expect.arrayContaining(names));
});

test('by default, connections and shutdown allow more time than one operation may take', () => {
  const { connections, shutdown, operationTimeoutMs } = loadConfig({});
  expect(connections.socketTimeoutMs).toBeGreaterThan(operationTimeoutMs);
  expect(shutdown.timeoutMs).toBeGreaterThan(operationTimeoutMs);
});

test('a longer OPERATION_TIMEOUT also extends SOCKET_TIMEOUT and SHUTDOWN_TIMEOUT', () => {
  expect(loadConfig({ OPERATION_TIMEOUT: '120' })).toMatchObject({
    connections: { socketTimeoutMs: 140_000 },
    shutdown: { timeoutMs: 125_000 },
  });
});

test.each([
  { OPERATION_TIMEOUT: '6', SOCKET_TIMEOUT: '6' },
  { OPERATION_TIMEOUT: '120', SOCKET_TIMEOUT: '60' },
])('rejects a socket timeout that would end a connection during an operation: %o', (env) => {
  expect(() => loadConfig(env)).toThrow('SOCKET_TIMEOUT: must be 0, or longer than OPERATION_TIMEOUT');
  expect(loadConfig({ ...env, SOCKET_TIMEOUT: '0' })).toMatchObject({ connections: { socketTimeoutMs: 0 } });
});

test.each<{ env: Readonly<Record<string, string>>; expected: object }>([
  { env: { MAX_IN_FLIGHT: '0', SHED_LAG: '0' }, expected: { overload: { maxInFlight: 0, shedLagMs: 0 } } },
  {
    env: { MAX_VALUES_IN_FLIGHT: '0', MAX_BYTES_IN_FLIGHT: '7' },
    expected: { overload: { maxValuesInFlight: 0, maxBytesInFlight: 7 } },
  },
  { env: { SHED_LAG: '0.25' }, expected: { overload: { shedLagMs: 250 } } },
  {
    env: { REQUEST_TIMEOUT: '0.5', MAX_CONNECTIONS: '7' },
    expected: { connections: { requestTimeoutMs: 500, maxConnections: 7 } },
  },
  { env: { VIBECODE_URL: 'https://vibe.example' }, expected: { shutdown: { graceMs: 5000 } } },
  { env: { VIBECODE_URL: 'https://vibe.example', SHUTDOWN_GRACE: '0' }, expected: { shutdown: { graceMs: 0 } } },
  { env: { SHUTDOWN_GRACE: '2.5', SHUTDOWN_TIMEOUT: '9' }, expected: { shutdown: { graceMs: 2500, timeoutMs: 9000 } } },
  { env: { LOG_LEVEL: 'silent', LOG_FORMAT: 'json' }, expected: { log: { level: 'silent', format: 'json' } } },
  { env: { METRICS: 'off', METRICS_TOKEN: 'x'.repeat(16) }, expected: { metrics: null } },
  { env: { METRICS_OPERATIONS: 'Card, List' }, expected: { metrics: { operations: ['Card', 'List'] } } },
  { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, expected: { tracing: true } },
  { env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, expected: { tracing: true } },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' },
    expected: { tracing: true },
  },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_SDK_DISABLED: 'TRUE' },
    expected: { tracing: false },
  },
  {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_TRACES_EXPORTER: 'none' },
    expected: { tracing: false },
  },
])('the operations variables $env set their part of the configuration', ({ env, expected }) => {
  expect(loadConfig(env)).toMatchObject(expected);
});

test.each([
  { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_TRACES_EXPORTER: 'zipkin' },
  { ...exported.env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_SDK_DISABLED: 'true' },
  { ...exported.env, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc', OTEL_TRACES_EXPORTER: 'none' },
])('ignores variables of the span export if no spans are exported: %o', (env) => {
  expect(loadConfig(env).tracing).toBe(false);
});

test('the protocol for spans has precedence over the general one', () => {
  const env = { ...exported.env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  expect(loadConfig({ ...env, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' }).tracing).toBe(true);
});

describe('a mistake is reported with its variable, without its value', () => {
  test.each([
    { name: 'MAX_IN_FLIGHT', value: '-1' },
    { name: 'MAX_IN_FLIGHT_PER_CALLER', value: '1.5' },
    { name: 'SHED_LAG', value: '61' },
    { name: 'SHED_IN_FLIGHT', value: '0' },
    { name: 'SHED_RETRY_AFTER', value: '0.5' },
    { name: 'HEADERS_TIMEOUT', value: 'hunter2' },
    { name: 'SHUTDOWN_GRACE', value: '1e3' },
    { name: 'LOG_LEVEL', value: 'loud' },
    { name: 'LOG_FORMAT', value: 'xml' },
    { name: 'METRICS', value: 'yes' },
    { name: 'METRICS_TOKEN', value: 'hunter2' },
    { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'grpc', ...exported },
    { name: 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', value: 'grpc', ...exported },
    { name: 'OTEL_TRACES_EXPORTER', value: 'zipkin', ...exported },
    { name: 'HEADERS_TIMEOUT', value: '40' },
    { name: 'METRICS_TOKEN', value: 'hunter2 with blanks in it' },
    { name: 'METRICS_OPERATIONS', value: 'hunter-2' },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'hunter2:4318' },
  ])(
    'the setting $name=$value is rejected with its name and without the value',
    ({ name, value, env = {} }: { name: string; value: string; env?: object }) => {
      let problems: readonly string[] = [];
      try {
        loadConfig({ ...env, [name]: value });
      } catch (error) {
        problems = (error as ConfigError).problems;
      }
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem).toMatch(new RegExp(`^${name}: must `));
        expect(problem).not.toContain('hunter');
      }
    },
  );
});
