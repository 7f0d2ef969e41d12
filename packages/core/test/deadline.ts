import { coalesce } from '../src/http/pipeline/coalesce.ts';
import { OutgoingRequest } from '../src/http/pipeline/outgoing-request.ts';
import type { Wrapper } from '../src/http/pipeline/step.ts';

/** Creates the step that ends each request at its deadline, without the deduplication of requests that are alike. */
export function deadline(timeoutMs: number): Wrapper {
  const step = coalesce(timeoutMs);
  let number = 0;
  return {
    around: (next) => {
      const coalesced = step.around(next);
      return ({ request, credentials, caller, ...options }, settle) => {
        const unlike = { ...request, query: `number=${(number += 1)}` };
        coalesced(new OutgoingRequest(unlike, credentials, caller, options), settle);
      };
    },
  };
}
