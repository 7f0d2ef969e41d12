import type { Upstream, UpstreamEvent } from '@contacts/core';
import { Counter, Gauge, Registry } from 'prom-client';
import { type ShedReason, shedReasons } from '../load/admission-control.ts';
import { type RejectedConnection, rejectedConnections as refusedReasons } from '../load/rejected-connections.ts';
import type { CacheOutcome } from '@contacts/shared-state';
import type { SharedStatus } from '../shared/shared-state.ts';
import { addSharedMetrics } from './shared-metrics.ts';
import type { OperationSummary } from './operation-record.ts';
import { addProcessMetrics } from './process-metrics.ts';
import { createCounts, createDistributions } from './tallies.ts';

export interface Metrics {
  operation(summary: OperationSummary): void;
  upstream(event: UpstreamEvent): void;
  shed(reason: ShedReason): void;
  cache(outcome: CacheOutcome): void;
  rejectedConnection(reason: RejectedConnection): void;
  readonly contentType: string;
  /** Returns all metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

export interface MetricsOptions {
  /** Operation names with a label of their own; all others are `other`, since callers choose names and labels cost memory. */
  readonly operationNames: ReadonlySet<string>;
  readonly upstreamStats: () => ReturnType<Upstream['stats']>;
  readonly sharedStatus?: (() => SharedStatus | undefined) | undefined;
  readonly inFlight: () => number;
  readonly active: () => number;
  readonly lagMs: () => number;
}

/** Buckets in seconds: from a cached response to one beyond the default OPERATION_TIMEOUT that is received slowly. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 45, 60];

/** Creates the metrics. Every label has a closed list of values, so that no caller can make the metrics grow. */
export function createMetrics(options: MetricsOptions): Metrics {
  const { operationNames, upstreamStats, sharedStatus, inFlight, active, lagMs } = options;
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const counts = (name: string, help: string, labelNames: readonly string[]) =>
    createCounts({ registry, name, help, labelNames });
  const histogram = (name: string, help: string, labelNames: readonly string[]) =>
    createDistributions({ registry, name, help, labelNames }, buckets);
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  const total = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });

  const operations = counts('gateway_operations_total', 'Finished operations.', ['operation', 'type', 'outcome']);
  const durations = histogram('gateway_operation_duration_seconds', 'From the request to the end of the response.', [
    'operation',
  ]);
  const shed = counter('gateway_shed_total', 'Requests rejected by load shedding.', ['reason']);
  const refused = counter('gateway_connections_refused_total', 'Connections without a complete request.', ['reason']);
  // A rate needs a first value: without a 0, the first rejections would not be seen.
  for (const reason of shedReasons) shed.inc({ reason }, 0);
  for (const reason of refusedReasons) refused.inc({ reason }, 0);
  gauge('gateway_operations_in_flight', 'Operations in flight.', inFlight);
  gauge('gateway_operations_active', 'Operations that use the process.', active);

  const cached = counter('gateway_cache_total', 'Lookups of cached responses.', ['outcome']);
  const calls = counts('gateway_upstream_calls_total', 'Upstream calls, each retry included.', ['endpoint', 'outcome']);
  const callDurations = histogram('gateway_upstream_call_duration_seconds', 'Durations of calls, waits excluded.', [
    'endpoint',
  ]);
  const waits = histogram('gateway_upstream_queue_wait_seconds', 'Waits for a permit.', ['outcome']);
  const retries = counter('gateway_upstream_retries_total', 'Retries of upstream calls.', ['endpoint']);
  const deduplicated = counter('gateway_upstream_deduplicated_total', 'Calls that joined an identical one.', [
    'endpoint',
  ]);
  const formerDeduplicated = counter('gateway_upstream_shared_total', 'Deprecated: …_deduplicated_total.', [
    'endpoint',
  ]);
  const breakers = counter('gateway_upstream_breaker_changes_total', 'Breakers that changed to a state.', ['state']);
  gauge('gateway_upstream_queue_depth', 'Upstream calls that wait for a permit.', () => upstreamStats().queued);
  gauge('gateway_upstream_in_flight', 'Upstream calls in flight.', () => upstreamStats().inFlight);
  // Of the key with the least: a label for each key would be unbounded, and would identify callers.
  const leastRemaining = (): number => upstreamStats().leastKeyShareLeft;
  gauge(
    'gateway_upstream_key_rate_limit_remaining_ratio',
    'Share of its limit per minute that the key with the least has left.',
    leastRemaining,
  );
  gauge('gateway_upstream_key_minute_left_ratio', 'Deprecated: …_key_rate_limit_remaining_ratio.', leastRemaining);
  gauge(
    'gateway_upstream_portal_calls_per_second',
    'Maximum calls per second at present, of the portal with the lowest rate.',
    () => upstreamStats().lowestPortalRate,
  );
  gauge('gateway_upstream_breakers_open', 'Callers whose breaker is open.', () => upstreamStats().breakersOpen);
  addSharedMetrics(gauge, total, sharedStatus);
  addProcessMetrics(gauge, total, lagMs);

  return {
    operation({ operationName, operationType = 'none', outcome, durationMs }) {
      const operation = labelOf(operationName);
      operations.at(operation).at(operationType).at(outcome).value.add(1);
      // A request that is rejected before GraphQL took no time, and would distort the histogram.
      if (operationType !== 'none') durations.at(operation).value.observe(durationMs / 1000);
    },
    upstream(event) {
      switch (event.type) {
        case 'call': {
          const { endpoint, outcome, attempt } = event;
          calls.at(endpoint).at(outcome).value.add(1);
          callDurations.at(endpoint).value.observe(event.durationMs / 1000);
          if (attempt > 1) retries.inc({ endpoint });
          return;
        }
        case 'permit':
          return waits.at(event.outcome).value.observe(event.waitMs / 1000);
        case 'shared':
          deduplicated.inc({ endpoint: event.endpoint });
          return formerDeduplicated.inc({ endpoint: event.endpoint });
        case 'breaker':
          return breakers.inc({ state: event.state });
        default:
          event satisfies never;
      }
    },
    shed: (reason) => shed.inc({ reason }),
    cache: (outcome) => cached.inc({ outcome }),
    rejectedConnection: (reason) => refused.inc({ reason }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };

  function labelOf(name: string | undefined): string {
    if (name === undefined) return 'anonymous';
    return operationNames.has(name) ? name : 'other';
  }
}
