import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is said to a request that goes no further. */
export interface RefusalOptions {
  readonly status: number;
  /** `extensions.code` of the error. */
  readonly code: string;
  readonly message: string;
  /** Whatever else a program can use, beside the code: a limit and its value. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is turned away before GraphQL sees anything of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly options: RefusalOptions;

  constructor(options: RefusalOptions) {
    super(options.message);
    this.options = options;
  }
}

/** A request that is no GraphQL request, or not one that is taken here. */
export function badRequest(message: string, status = 400, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({ status, code: 'BAD_REQUEST', message, headers });
}

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** Answers with a refusal, in the form in which GraphQL answers. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, { options }: Refusal): void {
  const { status, code, message, extensions, headers } = options;
  const type = request.headers.accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json';
  // What is left of the request's body is nobody's to read: rather a new connection than bytes without end.
  const unread = !request.complete && hasBody(request);
  const body = JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] });
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    ...(unread ? { connection: 'close' } : {}),
    ...headers,
  });
  response.end(body);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
