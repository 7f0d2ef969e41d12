import { UpstreamError } from '../../errors.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { UpstreamEvent } from './send.ts';
import type { After, Hook } from './step.ts';

type CallEvent = UpstreamEvent & { readonly type: 'call' };
type OnCall = (event: CallEvent) => void;

/** Reports the outcome and the duration of each try. */
export function reportCalls(onCall?: OnCall): Hook {
  return { before: () => onCall && new Reported(onCall) };
}

class Reported implements After {
  readonly #onCall: OnCall;
  readonly #begunAt = performance.now();

  constructor(onCall: OnCall) {
    this.#onCall = onCall;
  }

  onAnswer(_answer: unknown, outgoing: OutgoingRequest): void {
    this.#report('ok', outgoing);
  }

  onError(error: unknown, outgoing: OutgoingRequest): unknown {
    // Any other error is a bug of the gateway, and says nothing about the upstream.
    if (error instanceof UpstreamError) this.#report(error.code, outgoing);
    return error;
  }

  #report(outcome: CallEvent['outcome'], { request: { endpoint }, attempt }: OutgoingRequest): void {
    this.#onCall({ type: 'call', endpoint, attempt, outcome, durationMs: performance.now() - this.#begunAt });
  }
}
