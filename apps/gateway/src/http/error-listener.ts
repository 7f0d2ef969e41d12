import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Refusal, sendRefusal } from './http-error.ts';

export interface RefusingOptions {
  /** Returns the refusal for an error that is none. */
  readonly toRefusal: (error: unknown) => Refusal;
  /** Called with each request that is refused, and the refusal that its caller gets. */
  readonly onRefusal?: ((request: IncomingMessage, refusal: Refusal) => void) | undefined;
}

/** Returns a listener that answers what `answer` throws as a refusal, or closes a connection whose answer has begun. */
export function refusingListener(
  { toRefusal, onRefusal }: RefusingOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = toRefusal(error);
      onRefusal?.(request, refusal);
      if (response.headersSent) response.destroy();
      else sendRefusal(request, response, refusal);
    });
  };
}
