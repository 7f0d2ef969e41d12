import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HttpError, sendHttpError } from './http-error.ts';

export interface ErrorListenerOptions {
  /** Converts any error to one that can be sent. */
  readonly toHttpError: (error: unknown) => HttpError;
  /** Called with each rejected request and its error. */
  readonly onHttpError?: ((request: IncomingMessage, error: HttpError) => void) | undefined;
}

/** Sends an error, or closes the connection if the response has begun. */
export type SendError = (request: IncomingMessage, response: ServerResponse, error: unknown) => void;

export function createSendError({ toHttpError, onHttpError }: ErrorListenerOptions): SendError {
  return (request, response, error) => {
    const httpError = toHttpError(error);
    onHttpError?.(request, httpError);
    if (response.headersSent) response.destroy();
    else sendHttpError(request, response, httpError);
  };
}

/** Returns a listener that sends the errors of `handle`. */
export function errorListener(
  options: ErrorListenerOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): RequestListener {
  const sendError = createSendError(options);
  return (request, response) => {
    handle(request, response).catch((error: unknown) => sendError(request, response, error));
  };
}
