import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest } from './http-error.ts';

/** Request headers that pages of other origins may send: our own, and those of Apollo Client, Sentry and W3C tracing. */
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
 * Headers that pages of other origins cannot send without a preflight. `X-Vibe-Authorization` is not among them: the
 * platform adds it to every request of its user's browser, also to requests of foreign pages.
 */
const preflighted = ['x-api-key', 'authorization', 'graphql-require-preflight', 'x-requested-with'] as const;

/** Sets the CORS headers of a response. The request's origin is repeated only if it is allowed. */
export function allowOrigin(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  origins: ReadonlySet<string>,
): void {
  if (origins.size === 0) return;
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !origins.has(origin)) return;
  // Without "credentials": the gateway uses no cookies, and keys are sent in headers of their own.
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', exposedHeaders);
  response.setHeader('cross-origin-resource-policy', 'cross-origin');
}

export interface PreflightOptions {
  readonly origins: ReadonlySet<string>;
  readonly methods: string;
  /** Request headers that `CORS_HEADERS` allows besides the built-in ones. */
  readonly headers: readonly string[];
}

/**
 * Responds to a CORS preflight.
 * @throws HttpError for an origin that is not allowed
 */
export function sendPreflightResponse(
  { headers: { origin } }: IncomingMessage,
  response: ServerResponse,
  { origins, methods, headers }: PreflightOptions,
): void {
  if (origin === undefined || !origins.has(origin)) {
    throw badRequest('Pages of this origin may not call this gateway (CORS_ORIGINS).', 403);
  }
  response.writeHead(204, {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': [...new Set([...allowedHeaders, ...headers])].join(', '),
    'access-control-max-age': '600',
  });
  response.end();
}

/**
 * Rejects simple GET requests: a browser sends those of a foreign page without a preflight.
 * @throws HttpError
 */
export function checkPreflighted({ headers }: IncomingMessage): void {
  if (preflighted.some((name) => headers[name] !== undefined)) return;
  throw badRequest(
    `A query by GET must have one of these headers, so that no foreign page can send it: ${preflighted.join(', ')}.`,
  );
}
