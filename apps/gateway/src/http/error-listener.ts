import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HttpError, sendHttpError } from './http-error.ts';

export interface ErrorListenerOptions {
  /** Returns the refusal for an error that is none. */
  readonly toHttpError: (error: unknown) => HttpError;
  /** Called with each request that is refused, and the refusal that its caller gets. */
  readonly onHttpError?: ((request: IncomingMessage, refusal: HttpError) => void) | undefined;
}

/** Returns a listener that answers what `answer` throws as a refusal, or closes a connection whose answer has begun. */
export function errorListener(
  { toHttpError, onHttpError }: ErrorListenerOptions,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = toHttpError(error);
      onHttpError?.(request, refusal);
      if (response.headersSent) response.destroy();
      else sendHttpError(request, response, refusal);
    });
  };
}
