import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HttpError, sendHttpError } from './http-error.ts';

export interface ErrorListenerOptions {
  /** Converts any error to one that can be sent. */
  readonly toHttpError: (error: unknown) => HttpError;
  /** Called with each rejected request and its error. */
  readonly onHttpError?: ((request: IncomingMessage, error: HttpError) => void) | undefined;
}

/** Returns a listener that sends the errors of `handle`, or closes the connection if the response has begun. */
export function errorListener(
  { toHttpError, onHttpError }: ErrorListenerOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const httpError = toHttpError(error);
      onHttpError?.(request, httpError);
      if (response.headersSent) response.destroy();
      else sendHttpError(request, response, httpError);
    });
  };
}
