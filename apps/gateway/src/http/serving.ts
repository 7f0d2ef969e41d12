import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { credentialKey, type Upstream, type UpstreamEvent } from '@contacts/core';
import type { SessionHeaders } from '../config/access-config.ts';
import { claimedCredentials } from '../access/credential-headers.ts';
import { allowOrigin } from './cross-origin.ts';
import { Refusal as RefusedRequest } from './http-error.ts';
import { type Admission, createAdmission, type Place, type Ticket } from '../load/admission-control.ts';
import { type AnswersInFlight, createAnswersInFlight } from '../load/response-budget.ts';
import { createEventLoopLag } from '../load/event-loop-lag.ts';
import type { RefusedConnection } from '../load/rejected-connections.ts';
import { noRoom, overloadError, turnAway } from '../load/shed-errors.ts';
import { createMetrics } from '../observe/metrics.ts';
import { metricsListener } from '../observe/metrics-endpoint.ts';
import type { OperationSummary } from '../observe/operation-record.ts';
import { createOperations, type Operations } from '../observe/operations.ts';
import { requestIdOf } from './request-id.ts';
import type { OperationsConfig } from '../config/operations-config.ts';

export interface ServingOptions extends Pick<OperationsConfig, 'overload' | 'metrics'> {
  /** What a body may have. */
  readonly maxBodyBytes: number;
  /** The headers that tell callers apart, whether they are accepted later or not. */
  readonly sessionHeaders?: SessionHeaders;
  /** Pages of these origins are to see that they are turned away, too. */
  readonly corsOrigins?: readonly string[];
  /** Names of operations that have a label of their own in the metrics, besides the configured ones. */
  readonly operationNames?: ReadonlySet<string>;
  readonly upstreamStats: () => ReturnType<Upstream['stats']>;
  /** Told of each operation when it is over. */
  readonly onOperation?: ((summary: OperationSummary) => void) | undefined;
}

/** Each name is a dozen time series. */
const MAX_LABELS = 200;

/** What stands around the answering of operations: who is let in, and what is seen of it. */
export interface Serving {
  readonly plugin: Operations['plugin'];
  /** Keeps what answers weigh within bounds. Its plugin comes before the one above, to which its refusals are told. */
  readonly answers: AnswersInFlight;
  /** Lets requests through to a listener while there is room, and keeps a record of each. */
  around(listener: RequestListener): RequestListener;
  /**
   * Takes a place for a request that is complete, until its answer is out.
   * @throws Refusal if there is none any more
   */
  enter(this: void, request: IncomingMessage, response: ServerResponse): void;
  /** The upstream for one operation: while its calls are out, it does not count as using the process. */
  upstreamOf(request: IncomingMessage | undefined, upstream: Upstream): Upstream;
  recordOf: Operations['of'];
  /** Notes why a request went no further than to the front of GraphQL. */
  onRefusal(this: void, request: IncomingMessage, refusal: RefusedRequest): void;
  /** Notes that a connection came to nothing. */
  onRefusedConnection(this: void, reason: RefusedConnection): void;
  onUpstreamEvent(event: UpstreamEvent): void;
  /** Answers `/metrics`, if there are any. */
  readonly metrics: RequestListener | undefined;
  close(): void;
}

export function createServing(options: ServingOptions): Serving {
  const { overload, metrics: metricsConfig, maxBodyBytes, upstreamStats, onOperation } = options;
  const { sessionHeaders = { platformSessions: false } } = options;
  const origins = new Set(options.corsOrigins);
  const lag = createEventLoopLag({ onSample: (meanMs) => admission.sawLag(meanMs) });
  const admission: Admission = createAdmission(overload, () => lag.currentMs());
  const metrics =
    metricsConfig &&
    createMetrics({
      operationNames: new Set([...metricsConfig.operations, ...(options.operationNames ?? [])].slice(0, MAX_LABELS)),
      upstreamStats,
      inFlight: () => admission.inFlight,
      active: () => admission.active,
      lagMs: () => lag.currentMs(),
    });
  const operations = createOperations((summary) => {
    metrics?.operation(summary);
    onOperation?.(summary);
  });

  const tickets = new WeakMap<IncomingMessage, Ticket>();
  const places = new WeakMap<IncomingMessage, Place>();
  const answers = createAnswersInFlight(overload, {
    callerOf: (request) => tickets.get(request)?.caller ?? '',
    refuse(reason) {
      metrics?.shed(reason);
      return overloadError(noRoom(reason, overload.retryAfterS));
    },
  });

  return {
    plugin: operations.plugin,
    answers,
    around(listener) {
      const watched = operations.watch(listener);
      return (request, response) => {
        // A browser whose question is turned away never shows its page any answer. To say yes costs as much as to say no.
        if (origins.size > 0 && request.method === 'OPTIONS') return watched(request, response);
        const ticket = admission.look(() => credentialKey(claimedCredentials(request, sessionHeaders)));
        if (typeof ticket === 'string') {
          // Not even a line in the log: whoever is short of time writes no more than necessary.
          metrics?.shed(ticket);
          allowOrigin(request, response, origins);
          response.setHeader('x-request-id', requestIdOf(request.headers['x-request-id']));
          return turnAway(response, ticket, { retryAfterS: overload.retryAfterS, maxBodyBytes });
        }
        tickets.set(request, ticket);
        return watched(request, response);
      };
    },
    enter(request, response) {
      const place = tickets.get(request)?.enter();
      if (typeof place === 'string') {
        metrics?.shed(place);
        throw new RefusedRequest(noRoom(place, overload.retryAfterS));
      }
      if (!place) return;
      places.set(request, place);
      response.once('prefinish', place.written);
      response.once('close', place.leave);
    },
    upstreamOf(request, upstream) {
      const place = request && places.get(request);
      return place ? { ...upstream, request: (...args) => place.waitFor(upstream.request(...args)) } : upstream;
    },
    recordOf: (request) => operations.of(request),
    onRefusal: (request, { options: { code, extensions } }) =>
      operations.of(request)?.sawErrors([{ extensions: { ...extensions, code } }]),
    onRefusedConnection: (reason) => metrics?.refusedConnection(reason),
    onUpstreamEvent: (event) => metrics?.upstream(event),
    metrics: metrics ? metricsListener(metrics, metricsConfig?.token ?? null) : undefined,
    close: () => lag.close(),
  };
}
