import type { IncomingMessage, RequestListener } from 'node:http';
import { type Credentials, credentialKey, type Upstream, type UpstreamEvent } from '@contacts/core';
import { createAdmission, type Refusal } from './load/admission.ts';
import { createEventLoopLag } from './load/event-loop-lag.ts';
import { turnAway } from './load/turn-away.ts';
import { createMetrics } from './observe/metrics.ts';
import { metricsListener } from './observe/metrics-endpoint.ts';
import type { OperationSummary } from './observe/operation-record.ts';
import { createOperations, type Operations } from './observe/operations.ts';
import type { OperationsConfig } from './operations-config.ts';

export interface ServingOptions extends Pick<OperationsConfig, 'overload' | 'metrics'> {
  readonly upstreamStats: () => ReturnType<Upstream['stats']>;
  /** Told of each request that is turned away. */
  readonly onShed?: ((reason: Refusal) => void) | undefined;
  /** Told of each operation when it is over. */
  readonly onOperation?: ((summary: OperationSummary) => void) | undefined;
}

/** What stands around the answering of operations: who is let in, and what is seen of it. */
export interface Serving {
  readonly plugin: Operations['plugin'];
  /** Lets requests through to a listener as far as there is room, and keeps a record of each. */
  around(listener: RequestListener): RequestListener;
  recordOf: Operations['of'];
  onUpstreamEvent(event: UpstreamEvent): void;
  /** Answers `/metrics`, if there are any. */
  readonly metrics: RequestListener | undefined;
  close(): void;
}

export function createServing(options: ServingOptions): Serving {
  const { overload, metrics: metricsConfig, upstreamStats, onOperation, onShed } = options;
  const lag = createEventLoopLag();
  const admission = createAdmission(overload, () => lag.currentMs());
  const metrics =
    metricsConfig &&
    createMetrics({
      operationNames: new Set(metricsConfig.operations),
      upstreamStats,
      inFlight: () => admission.inFlight,
      lagMs: () => lag.currentMs(),
    });
  const operations = createOperations((summary) => {
    metrics?.operation(summary);
    onOperation?.(summary);
  });

  return {
    plugin: operations.plugin,
    around(listener) {
      const watched = operations.watch(listener);
      return (request, response) => {
        const place = admission.enter(() => callerOf(request));
        // Not even a line in the log: whoever is short of time writes no more than necessary.
        if (typeof place === 'string') {
          metrics?.shed(place);
          onShed?.(place);
          return turnAway(response, place, overload.retryAfterS);
        }
        response.once('close', () => place.leave());
        return watched(request, response);
      };
    },
    recordOf: (request) => operations.of(request),
    onUpstreamEvent: (event) => metrics?.upstream(event),
    metrics: metrics ? metricsListener(metrics, metricsConfig?.token ?? null) : undefined,
    close: () => lag.close(),
  };
}

/** Whoever sends the same two headers is one caller, whether they are accepted later or not. */
function callerOf({ headers }: IncomingMessage): string {
  const apiKey = headers['x-api-key'];
  const credentials: Credentials = { apiKey: String(apiKey ?? ''), authorization: headers.authorization };
  return credentialKey(credentials);
}
