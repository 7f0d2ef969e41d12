import { UpstreamError } from '../errors.ts';
import type { Step, UpstreamEvent } from './send.ts';

type CallEvent = UpstreamEvent & { readonly type: 'call' };

/** Tells of each try what came of it and how long it took. */
export function reportCalls(onCall: (event: CallEvent) => void = () => undefined): Step {
  return (next) => async (request, credentials, options) => {
    const begunAt = performance.now();
    const report = (outcome: CallEvent['outcome']): void =>
      onCall({
        type: 'call',
        endpoint: request.endpoint,
        attempt: options.attempt ?? 1,
        outcome,
        durationMs: performance.now() - begunAt,
      });
    try {
      const answer = await next(request, credentials, options);
      report('ok');
      return answer;
    } catch (error) {
      // Anything else is a mistake of the gateway's own, which is told as one: it says nothing of the upstream.
      if (error instanceof UpstreamError) report(error.code);
      throw error;
    }
  };
}
