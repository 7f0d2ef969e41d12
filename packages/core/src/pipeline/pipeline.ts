import { authorize } from './authorize.ts';
import { type BreakerOptions, createBreakers } from './circuit-breakers.ts';
import { coalesce } from './coalesce.ts';
import { deadline } from './deadline.ts';
import { createLoopGuard } from './loop-guard.ts';
import { mapFailures } from './map-failures.ts';
import { createPacer, type PaceOptions, type PaceStats } from './rate-limit/pace.ts';
import { reportCalls } from './report-calls.ts';
import { retry } from './retry.ts';
import type { RetryOptions } from './retry-policy.ts';
import { compose, type Send, type UpstreamEvent } from './send.ts';
import { traceCalls } from './trace.ts';

export interface PipelineOptions {
  /** Where the upstream is. */
  readonly origin: string;
  readonly timeoutMs: number;
  readonly pace?: PaceOptions | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly breaker?: Omit<BreakerOptions, 'onState'> | undefined;
  readonly onEvent?: ((event: UpstreamEvent) => void) | undefined;
}

export interface Pipeline {
  readonly send: Send;
  /** How many requests wait and are under way, what is left of the budget, and how many callers' breakers are open. */
  stats(): PaceStats & { readonly breakersOpen: number };
}

/**
 * All that happens to a request, in order, around what sends it and decodes its answer.
 * @param transport throws what it likes
 */
export function createPipeline({ origin, timeoutMs, onEvent, ...options }: PipelineOptions, transport: Send): Pipeline {
  const pacer = createPacer(options.pace, onEvent);
  const breakers = createBreakers({ ...options.breaker, onState: (state) => onEvent?.({ type: 'breaker', state }) });
  const send = compose(
    [
      // Over everything: whatever happens below, nobody waits longer.
      deadline(timeoutMs),
      // Above whatever costs something: identical reads share the wait, the tries and the answer.
      coalesce((endpoint) => onEvent?.({ type: 'shared', endpoint })),
      // A call that the upstream blocks is not even tried.
      createLoopGuard().step,
      // Above breaker and pace: each try asks the breaker anew and waits for a turn of its own.
      retry(options.retry),
      // Above the queue: what would fail anyway does not stand in it.
      breakers.step,
      // Last before the wire: what has its turn is sent.
      pacer.step,
      // Below all waits: a span is one try on the wire.
      traceCalls(origin),
      // Below all waits too, and above the map: a try is counted by what became of it.
      reportCalls(onEvent),
      // Everything above knows what goes wrong on the wire by our own codes.
      mapFailures(),
      // Nearest to the wire: no part above has a request with credentials in its hands.
      authorize(),
    ],
    transport,
  );
  return { send, stats: () => ({ ...pacer.stats(), breakersOpen: breakers.open() }) };
}
