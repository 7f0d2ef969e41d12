import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from './error-codes.ts';
import { responseTypeOf } from './response-type.ts';
import { endIfUnread } from './unread-body.ts';

/** What is said to a request that goes no further. */
export interface HttpErrorOptions {
  readonly status: number;
  /** `extensions.code` of the error. */
  readonly code: ErrorCode;
  readonly message: string;
  /** Whatever else a program can use, beside the code: a limit and its value. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is turned away before GraphQL sees anything of it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly options: HttpErrorOptions;

  constructor(options: HttpErrorOptions) {
    super(options.message);
    this.options = options;
  }
}

/** A request that is no GraphQL request, or not one that is taken here. */
export function badRequest(message: string, status = 400, headers: Readonly<Record<string, string>> = {}): HttpError {
  return new HttpError({ status, code: 'BAD_REQUEST', message, headers });
}

/** Answers with a refusal, in the form in which GraphQL answers. */
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
 * Returns a function that makes a refusal of whatever was thrown: a HttpError as it is, anything else one without details.
 * @param log called with an unexpected error; returns the id under which the log has it
 */
export function createToHttpError(log: (error: unknown) => string): (error: unknown) => HttpError {
  return (error) =>
    error instanceof HttpError
      ? error
      : new HttpError({
          status: 500,
          code: 'INTERNAL_SERVER_ERROR',
          message: 'Something unexpected went wrong in the gateway; its log has more under this errorId.',
          extensions: { errorId: log(error) },
        });
}
