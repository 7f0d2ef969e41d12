import { diag } from '@opentelemetry/api';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { logDiagnostics } from './tracing-diagnostics.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  diag.disable();
  vi.useRealTimers();
});

test('problems of the SDK are logged once a minute by their code, without the values that they quote', () => {
  const told: unknown[] = [];
  logDiagnostics((message, details) => told.push([message, details]));
  diag.error('{"message":"connect ECONNREFUSED 10.0.0.7:4318","headers":"api-key=hunter2"}');
  for (let count = 0; count < 9; count += 1) diag.warn('OTEL_EXPORTER_OTLP_HEADERS=hunter2 is wrong');
  diag.info('started');
  vi.advanceTimersByTime(60_000);
  diag.warn('OTEL_TRACES_SAMPLER value "hunter2 invalid, defaulting to always_on');
  expect(told).toEqual([
    [expect.stringContaining('OpenTelemetry'), { problems: 1, code: 'ECONNREFUSED' }],
    [expect.stringContaining('OpenTelemetry'), { problems: 10 }],
  ]);
});
