import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from './error-codes.ts';
import { responseTypeOf } from './response-type.ts';
import { endIfUnread } from './unread-body.ts';

/** The response to a rejected request. */
export interface HttpErrorOptions {
  readonly status: number;
  /** `extensions.code` of the error. */
  readonly code: ErrorCode;
  readonly message: string;
  /** Further properties of `extensions`, e.g. a limit and its value. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is rejected before GraphQL. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly options: HttpErrorOptions;

  constructor(options: HttpErrorOptions) {
    super(options.message);
    this.options = options;
  }
}

/** Returns the error of a request that is not a GraphQL request, or not an accepted one. */
export function badRequest(message: string, status = 400, headers: Readonly<Record<string, string>> = {}): HttpError {
  return new HttpError({ status, code: 'BAD_REQUEST', message, headers });
}

/** Sends an error in the form of a GraphQL response. */
export function sendHttpError(request: IncomingMessage, response: ServerResponse, { options }: HttpError): void {
  const { status, code, message, extensions, headers } = options;
  const body = JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] });
  endIfUnread(response);
  response.writeHead(status, {
    'content-type': `${responseTypeOf(request)}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/**
 * Returns a function that converts whatever was thrown: an HttpError is kept, anything else becomes one without details.
 * @param log called with an unexpected error; returns the id that the log has for it
 */
export function createToHttpError(log: (error: unknown) => string): (error: unknown) => HttpError {
  return (error) =>
    error instanceof HttpError
      ? error
      : new HttpError({
          status: 500,
          code: 'INTERNAL_SERVER_ERROR',
          message: 'Internal error: the log of the gateway has its details under this errorId.',
          extensions: { errorId: log(error) },
        });
}
