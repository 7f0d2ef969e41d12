import { authorize } from './authorize.ts';
import { Callers } from './callers.ts';
import { breakCircuits, type BreakerOptions } from './circuit-breakers.ts';
import { coalesce } from './coalesce.ts';
import { compose } from './compose.ts';
import { createLoopGuard } from './loop-guard.ts';
import { mapFailures } from './map-failures.ts';
import { createPacer, type PaceOptions, type PaceStats } from './rate-limit/pace.ts';
import { reportCalls } from './report-calls.ts';
import { retry } from './retry.ts';
import type { RetryOptions } from './retry-policy.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import type { Send, UpstreamEvent } from './send.ts';
import type { Next } from './step.ts';
import { traceCalls } from './trace.ts';
import { type UpstreamTrouble, watchTrouble } from '../trouble.ts';

export interface PipelineOptions {
  /** Origin of the upstream. */
  readonly origin: string;
  readonly timeoutMs: number;
  readonly pace?: PaceOptions | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly breaker?: Omit<BreakerOptions, 'onState'> | undefined;
  readonly onEvent?: ((event: UpstreamEvent) => void) | undefined;
  readonly onTrouble?: ((trouble: UpstreamTrouble) => void) | undefined;
}

export interface Pipeline {
  readonly send: Send;
  /** Returns the requests that wait and that are in flight, the budget that is left, and the number of open breakers. */
  stats(): PaceStats & { readonly breakersOpen: number };
}

/**
 * Creates the steps around a request, in order.
 * @param transport sends a request and decodes its answer; may fail with any error
 */
export function createPipeline(pipelineOptions: PipelineOptions, transport: Next): Pipeline {
  const { origin, timeoutMs, onEvent, onTrouble, ...options } = pipelineOptions;
  const callers = new Callers();
  const pacer = createPacer(options.pace, onEvent);
  const next = compose(
    [
      // Above all steps: identical reads share the wait, the tries and the answer, and no caller waits beyond its deadline.
      coalesce(timeoutMs, (endpoint) => onEvent?.({ type: 'shared', endpoint })),
      // Above retry: a call that the upstream blocks is not tried.
      createLoopGuard().step,
      // Above breaker and pace: each try passes the breaker and needs a permit of its own.
      retry(options.retry),
      // Above the queue: a request that would fail anyway takes no place in it.
      breakCircuits({ ...options.breaker, onState: (state) => onEvent?.({ type: 'breaker', state }) }),
      // Last before the wire: a request with a permit is sent at once.
      pacer.step,
      // Below all waits: a span is one try on the wire.
      traceCalls(origin),
      // Below all waits too, and above the map: a try is counted by its outcome.
      reportCalls(onEvent),
      // All steps above see our own error codes.
      mapFailures(),
      // Below the map: the log names what the system, TLS or undici said.
      watchTrouble(onTrouble),
      // Nearest to the wire: no step above sees a request with credentials.
      authorize(),
    ],
    transport,
  );
  const send: Send = (request, credentials, sendOptions) =>
    new Promise((answer, fail) => {
      next(new OutgoingRequest(request, credentials, callers.of(credentials), sendOptions), { answer, fail });
    });
  return { send, stats: () => ({ ...pacer.stats(), breakersOpen: callers.openBreakers }) };
}
