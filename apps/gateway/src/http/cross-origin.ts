import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './http-error.ts';

/** Request headers that pages of other origins may send: our own, and those that Apollo, Sentry and W3C tracing add. */
const allowedHeaders: readonly string[] = [
  'content-type',
  'accept',
  'x-api-key',
  'authorization',
  'x-vibe-authorization',
  'priority',
  'x-upstream-report',
  'x-request-id',
  'graphql-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'sentry-trace',
  'baggage',
  'traceparent',
  'tracestate',
];
const exposedHeaders = 'retry-after, x-request-id';
/**
 * Headers that a page of another origin cannot send without a preflight. `X-Vibe-Authorization` is none of them: the platform
 * adds it to every request of its user's browser, also to those that a foreign page makes.
 */
const preflighted = ['x-api-key', 'authorization', 'graphql-require-preflight', 'x-requested-with'] as const;

/** Lets pages of the named origins read answers. The caller's origin is never repeated unless it is one of them. */
export function allowOrigin(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  origins: ReadonlySet<string>,
): void {
  if (origins.size === 0) return;
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !origins.has(origin)) return;
  // Without "credentials": there are no cookies here, and keys come in headers of their own.
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', exposedHeaders);
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}

export interface PreflightOptions {
  readonly origins: ReadonlySet<string>;
  readonly methods: string;
  /** Request headers that are allowed beside the known ones, as `CORS_HEADERS` names them. */
  readonly headers: readonly string[];
}

/**
 * Answers the request that a browser sends before it sends a page's request to another origin.
 * @throws HttpError for an origin that is not allowed
 */
export function answerPreflight(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  { origins, methods, headers }: PreflightOptions,
): void {
  if (origin === undefined || !origins.has(origin)) {
    throw badRequest('Pages of other origins may not call (CORS_ORIGINS).', 403);
  }
  response.writeHead(204, {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': [...new Set([...allowedHeaders, ...headers])].join(', '),
    'access-control-max-age': '600',
  });
  response.end();
}

/**
 * A browser sends a GET of a foreign page without asking first, unless it has a header that only programs set.
 * @throws HttpError
 */
export function checkPreflighted({ headers }: IncomingMessage): void {
  if (preflighted.some((name) => headers[name] !== undefined)) return;
  throw badRequest(
    `A query by GET needs one of these headers, so that no foreign page can send it: ${preflighted.join(', ')}.`,
  );
}
