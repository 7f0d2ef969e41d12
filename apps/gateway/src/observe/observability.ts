import type { IncomingMessage, RequestListener } from 'node:http';
import type { Upstream, UpstreamEvent } from '@contacts/core';
import type { CacheOutcome } from '@contacts/shared-state';
import type { SharedStatus } from '../shared/shared-state.ts';
import type { OperationsConfig } from '../config/operations-config.ts';
import type { HttpError } from '../http/http-error.ts';
import type { ShedReason } from '../load/admission-control.ts';
import type { LoadShedding } from '../load/load-shedding.ts';
import type { RejectedConnection } from '../load/rejected-connections.ts';
import { createMetrics } from './metrics.ts';
import { metricsListener } from './metrics-endpoint.ts';
import type { OperationSummary } from './operation-record.ts';
import { createOperations, type Operations } from './operations.ts';

export interface ObservabilityOptions {
  readonly metrics: OperationsConfig['metrics'];
  /** Names of operations that have metrics of their own, besides the configured ones. */
  readonly operationNames?: ReadonlySet<string>;
  readonly load: () => Pick<LoadShedding, 'inFlight' | 'active' | 'lagMs'>;
  /** Returns the state that replicas share; undefined without replicas. */
  readonly sharedStatus?: (() => SharedStatus | undefined) | undefined;
  readonly upstreamStats: () => ReturnType<Upstream['stats']>;
  /** Called for each operation when it has ended. */
  readonly onOperation?: ((summary: OperationSummary) => void) | undefined;
}

/** Each name is a dozen time series. */
const MAX_LABELS = 200;

/** The records of operations and the metrics of the process. */
export interface Observability {
  readonly plugin: Operations['plugin'];
  /** Returns a listener that keeps a record of each request. */
  around(listener: RequestListener): RequestListener;
  recordOf: Operations['of'];
  /** Records the error of a request that is rejected before GraphQL. */
  onHttpError(this: void, request: IncomingMessage, error: HttpError): void;
  onShed(this: void, reason: ShedReason): void;
  /** Counts a connection that never became a request. */
  onRejectedConnection(this: void, reason: RejectedConnection): void;
  onUpstreamEvent(this: void, event: UpstreamEvent): void;
  /** Counts a lookup in the cache. */
  onCacheOutcome(this: void, outcome: CacheOutcome): void;
  /** Serves `/metrics`, if they are on. */
  readonly metrics: RequestListener | undefined;
}

export function createObservability(options: ObservabilityOptions): Observability {
  const { metrics: config, operationNames = [], load, upstreamStats, onOperation } = options;
  const metrics =
    config &&
    createMetrics({
      operationNames: new Set([...config.operations, ...operationNames].slice(0, MAX_LABELS)),
      upstreamStats,
      sharedStatus: options.sharedStatus,
      inFlight: () => load().inFlight,
      active: () => load().active,
      lagMs: () => load().lagMs(),
    });
  const operations = createOperations((summary) => {
    metrics?.operation(summary);
    onOperation?.(summary);
  });

  return {
    plugin: operations.plugin,
    around: (listener) => operations.watch(listener),
    recordOf: (request) => operations.of(request),
    onHttpError: (request, { options: { code, extensions } }) =>
      operations.of(request)?.sawErrors([{ extensions: { ...extensions, code } }]),
    onShed: (reason) => metrics?.shed(reason),
    onRejectedConnection: (reason) => metrics?.rejectedConnection(reason),
    onUpstreamEvent: (event) => metrics?.upstream(event),
    onCacheOutcome: (outcome) => metrics?.cache(outcome),
    metrics: metrics ? metricsListener(metrics, config?.token ?? null) : undefined,
  };
}
