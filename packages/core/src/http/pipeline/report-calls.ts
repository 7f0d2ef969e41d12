import { UpstreamError } from '../../errors.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { UpstreamEvent } from './send.ts';
import type { After, Hook } from './step.ts';

type CallEvent = UpstreamEvent & { readonly type: 'call' };

/** Reports the outcome and the duration of each try, without its wait for the permit. */
export function reportCalls(onCall?: (event: CallEvent) => void): Hook {
  if (!onCall) return { before: () => undefined };
  const report = (outcome: CallEvent['outcome'], outgoing: OutgoingRequest): void => {
    const { request, attempt, askedAt, queueWaitMs } = outgoing;
    const durationMs = performance.now() - askedAt - queueWaitMs;
    onCall({ type: 'call', endpoint: request.endpoint, attempt, outcome, durationMs });
  };
  const after: After = {
    onAnswer: (_answer, outgoing) => report('ok', outgoing),
    onError(error, outgoing) {
      // Any other error is a bug of the gateway, and says nothing about the upstream.
      if (error instanceof UpstreamError) report(error.code, outgoing);
      return error;
    },
  };
  return { before: () => after };
}
