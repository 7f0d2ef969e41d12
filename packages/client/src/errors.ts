import type { TypedDocument } from './typed-document.ts';

/**
 * Cause of an error, for programs. The set is closed, so that a `switch` over it can be exhaustive. A call aborted by its
 * `signal` has none of these: it rejects with the signal's reason.
 */
export type GatewayErrorCode = (typeof gatewayErrorCodes)[number] | ClientCode;

type ClientCode =
  /** The code in `extensions.code` is unknown to this version of the client. */
  | 'UNKNOWN'
  /** No answer came, or the connection broke. */
  | 'NETWORK'
  /** The response is no GraphQL result. */
  | 'BAD_RESPONSE'
  /** A walk received the same cursor twice. */
  | 'NO_PROGRESS';

/** Codes of the gateway's errors. Tests compare them with the schema's and with the table of the gateway's README. */
export const gatewayErrorCodes = [
  // The key is missing, or the upstream does not accept it.
  'UNAUTHENTICATED',
  // The key lacks a right or scope.
  'FORBIDDEN',
  // An argument or a variable; `extensions` has argument, value and what is allowed.
  'BAD_USER_INPUT',
  // The cursor is of another filter or order, or of another gateway.
  'BAD_CURSOR',
  // Contacts moved under a walk; only if the gateway runs with PAGING=anchored-offset.
  'PAGE_MOVED',
  // The operation needs more upstream calls than the gateway makes for one.
  'PLAN_TOO_LARGE',
  // The upstream's answers led to more calls than planned, and than the gateway makes for one operation.
  'PLAN_EXCEEDED',
  // Too many requests; `extensions.retryAfter` has the seconds to wait.
  'RATE_LIMITED',
  // The gateway has more to do than it can; `extensions.retryAfter` has the seconds to wait.
  'OVERLOADED',
  // The REST API behind the gateway was slow, down, or not understood.
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'BAD_UPSTREAM_RESPONSE',
  'CANCELLED',
  // The HTTP request holds no operation, or is larger than the gateway takes.
  'BAD_REQUEST',
  'REQUEST_TOO_LARGE',
  // The operation is beyond the limit that `extensions.limit` names.
  'OPERATION_TOO_LARGE',
  // The document is not GraphQL, not of this schema, or holds several operations of which none is named.
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'INTROSPECTION_DISABLED',
  // Only documents of the gateway's manifest are run, or the manifest lacks this one.
  'DOCUMENT_NOT_TRUSTED',
  'DOCUMENT_NOT_FOUND',
  // A hash came in place of the text, as Apollo's persisted queries send it.
  'PERSISTED_QUERY_NOT_SUPPORTED',
  // A fault of the gateway, whose log has more under `extensions.errorId`.
  'INTERNAL_SERVER_ERROR',
] as const;

/** One of the errors of a GraphQL result. */
export interface GatewayProblem {
  readonly message: string;
  readonly code: GatewayErrorCode;
  /** Where in the data it is, from the root; empty if the whole operation failed. */
  readonly path: readonly (string | number)[];
  /** As the gateway sent them: `code`, `argument`, `value`, `allowed`, `retryAfter` (seconds), `upstream`, `errorId`. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Parts of a {@link GatewayError} besides its message. */
export interface GatewayErrorOptions {
  readonly problems?: readonly GatewayProblem[];
  readonly data?: unknown;
  readonly document?: TypedDocument<unknown, never>;
  readonly status?: number;
  readonly cause?: unknown;
}

/**
 * An operation that failed, wholly or in part. Neither its message nor any member holds a key or a session.
 * @example
 * try {
 *   await client.execute(ContactCardDocument, { id: 17 });
 * } catch (error) {
 *   if (error instanceof GatewayError && error.code === 'RATE_LIMITED') console.log('Later again.');
 *   else throw error;
 * }
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** Code of the first problem, or of a failure on the way to the gateway. */
  readonly code: GatewayErrorCode;
  /** Every error of the result; empty if there was no result. */
  readonly problems: readonly GatewayProblem[];
  /** Data that was returned in spite of the problems, null where they are; {@link GatewayError.dataOf} returns it typed. */
  readonly data: unknown;
  /** The HTTP status of the answer, if one came. */
  readonly status: number | undefined;
  readonly #document: unknown;

  constructor(code: GatewayErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.problems = options.problems ?? [];
    this.data = options.data ?? null;
    this.status = options.status;
    this.#document = options.document;
  }

  /** Returns the data that was returned in spite of the problems if this is the error of that document, else null. */
  dataOf<Result>(document: TypedDocument<Result, never>): Result | null {
    return this.#document === document ? (this.data as Result | null) : null;
  }
}

/** Returns the code of an error's extensions if this client knows it, else `UNKNOWN`. */
export function toGatewayCode(code: unknown): GatewayErrorCode {
  return gatewayErrorCodes.find((known) => known === code) ?? 'UNKNOWN';
}
