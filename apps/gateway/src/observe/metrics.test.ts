import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import type { OperationSummary } from './operation-record.ts';

const summary: OperationSummary = {
  requestId: 'r',
  durationMs: 30,
  upstreamRequests: 1,
  operationType: 'query',
  outcome: 'ok',
  errorCodes: [],
  errorIds: [],
  status: 200,
};

function create(names: readonly string[] = []) {
  return createMetrics({
    operationNames: new Set(names),
    upstreamStats: () => ({
      queued: 7,
      inFlight: 2,
      breakersOpen: 1,
      leastKeyShareLeft: 0.25,
      lowestPortalRate: Infinity,
    }),
    inFlight: () => 5,
    active: () => 3,
    lagMs: () => 250,
  });
}

/** Returns the samples of a metric, in the order of the text. */
async function samples(metrics: ReturnType<typeof create>, name: string): Promise<readonly string[]> {
  const lines = (await metrics.text()).split('\n');
  return lines.filter((line) => line.startsWith(name) && /^[\w]+(?:\{|\s)/.exec(line)?.[0].length === name.length + 1);
}

test('operations are counted by name, type and outcome, and their duration is measured', async () => {
  const metrics = create(['Card']);
  metrics.operation({ ...summary, operationName: 'Card' });
  metrics.operation({ ...summary, operationName: 'Card', outcome: 'RATE_LIMITED' });
  expect(await samples(metrics, 'gateway_operations_total')).toEqual([
    'gateway_operations_total{operation="Card",type="query",outcome="ok"} 1',
    'gateway_operations_total{operation="Card",type="query",outcome="RATE_LIMITED"} 1',
  ]);
  expect(await samples(metrics, 'gateway_operation_duration_seconds_sum')).toEqual([
    'gateway_operation_duration_seconds_sum{operation="Card"} 0.06',
  ]);
});

test('requests that are rejected before GraphQL are counted, and their duration is not', async () => {
  const metrics = create();
  const { operationType: _none, ...refused } = summary;
  metrics.operation({ ...refused, outcome: 'UNAUTHENTICATED', durationMs: 0.1, status: 401 });
  expect(await samples(metrics, 'gateway_operations_total')).toEqual([
    'gateway_operations_total{operation="anonymous",type="none",outcome="UNAUTHENTICATED"} 1',
  ]);
  expect(await samples(metrics, 'gateway_operation_duration_seconds_count')).toEqual([]);
});

test('the counters of rejections start at 0', async () => {
  const metrics = create();
  for (const name of ['gateway_shed_total', 'gateway_connections_refused_total']) {
    const found = await samples(metrics, name);
    expect(found.length).toBeGreaterThan(2);
    for (const sample of found) expect(sample).toMatch(/^\w+\{reason="[\w-]+"\} 0$/);
  }
});

test('durations are measured up to a minute', async () => {
  const metrics = create();
  for (const durationMs of [44_000, 59_000]) metrics.operation({ ...summary, durationMs });
  expect(await samples(metrics, 'gateway_operation_duration_seconds_bucket')).toEqual(
    expect.arrayContaining([
      'gateway_operation_duration_seconds_bucket{le="45",operation="anonymous"} 1',
      'gateway_operation_duration_seconds_bucket{le="60",operation="anonymous"} 2',
    ]),
  );
});

test('operation names that are not configured share one label', async () => {
  const metrics = create(['Card']);
  const before = (await metrics.text()).length;
  for (let index = 0; index < 1000; index += 1) metrics.operation({ ...summary, operationName: `Phone_7999${index}` });
  metrics.operation(summary);
  const text = await metrics.text();
  expect(text).not.toContain('7999');
  expect(await samples(metrics, 'gateway_operations_total')).toEqual([
    'gateway_operations_total{operation="other",type="query",outcome="ok"} 1000',
    'gateway_operations_total{operation="anonymous",type="query",outcome="ok"} 1',
  ]);
  expect(text.length - before).toBeLessThan(4000);
});

test('upstream calls are counted by endpoint and outcome, each retry as a call', async () => {
  const metrics = create();
  const call = { type: 'call', endpoint: 'GET /v1/contacts', durationMs: 20, attempt: 1 } as const;
  metrics.upstream({ ...call, outcome: 'unavailable' });
  metrics.upstream({ ...call, outcome: 'ok', attempt: 2 });
  metrics.upstream({ type: 'permit', endpoint: 'GET /v1/contacts', outcome: 'sent', waitMs: 500 });
  metrics.upstream({ type: 'permit', endpoint: 'GET /v1/contacts', outcome: 'refused', waitMs: 30_000 });
  metrics.upstream({ type: 'shared', endpoint: 'GET /v1/contacts' });
  metrics.upstream({ type: 'breaker', state: 'open' });
  const text = await metrics.text();
  for (const sample of [
    'gateway_upstream_calls_total{endpoint="GET /v1/contacts",outcome="unavailable"} 1',
    'gateway_upstream_calls_total{endpoint="GET /v1/contacts",outcome="ok"} 1',
    'gateway_upstream_retries_total{endpoint="GET /v1/contacts"} 1',
    'gateway_upstream_deduplicated_total{endpoint="GET /v1/contacts"} 1',
    // The former name, which dashboards may still use.
    'gateway_upstream_shared_total{endpoint="GET /v1/contacts"} 1',
    'gateway_upstream_breaker_changes_total{state="open"} 1',
    'gateway_upstream_queue_wait_seconds_sum{outcome="sent"} 0.5',
    'gateway_upstream_queue_wait_seconds_sum{outcome="refused"} 30',
  ])
    expect(text).toContain(`${sample}\n`);
});

test('gauges are read when the metrics are requested', async () => {
  const metrics = create();
  metrics.shed('lag');
  const text = await metrics.text();
  for (const sample of [
    'gateway_upstream_queue_depth 7',
    'gateway_upstream_in_flight 2',
    'gateway_upstream_breakers_open 1',
    'gateway_operations_in_flight 5',
    'nodejs_eventloop_lag_seconds 0.25',
    'gateway_shed_total{reason="lag"} 1',
  ])
    expect(text).toContain(`${sample}\n`);
  expect(await samples(metrics, 'process_resident_memory_bytes')).toHaveLength(1);
  expect(text).toContain('# TYPE process_cpu_seconds_total counter\n');
});
