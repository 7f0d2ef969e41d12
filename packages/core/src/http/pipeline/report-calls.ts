import { UpstreamError } from '../../errors.ts';
import type { Step, UpstreamEvent } from './send.ts';

type CallEvent = UpstreamEvent & { readonly type: 'call' };

/** Reports the outcome and the duration of each try. */
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
      // Any other error is a bug of the gateway, and says nothing about the upstream.
      if (error instanceof UpstreamError) report(error.code);
      throw error;
    }
  };
}
