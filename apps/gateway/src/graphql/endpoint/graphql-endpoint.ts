import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Credentials } from '@contacts/core';
import type { Authenticate } from '../../access/authenticate.ts';
import { responseTypeOf } from '../../http/response-type.ts';
import { allowOrigin, answerPreflight, checkPreflighted } from '../../http/cross-origin.ts';
import type { GraphiqlAccess } from '../../config/security-config.ts';
import type { GraphiqlPage } from '../graphiql/page.ts';
import { type GraphqlParameters, parametersOfBody, parametersOfQuery } from './graphql-parameters.ts';
import { checkMediaType } from '../../http/media-type.ts';
import { badRequest } from '../../http/http-error.ts';
import { errorListener, type ErrorListenerOptions } from '../../http/error-listener.ts';
import { readBody } from '../../http/request-body.ts';
import { endIfUnread } from '../../http/unread-body.ts';

/** What the operations of a request are run with. */
export interface RequestContext {
  readonly credentials: Credentials;
  readonly parameters: GraphqlParameters;
}

export interface GraphqlEndpointOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly maxBodyBytes: number;
  readonly corsOrigins: readonly string[];
  /** Request headers that their pages may send beside the known ones. */
  readonly corsHeaders: readonly string[];
  /** Called with the `Origin` of each preflight that is refused. */
  readonly onRejectedOrigin?: ((origin: string) => void) | undefined;
  /** Whether queries may come by GET; by their documentId they may in any case. */
  readonly getQueries: boolean;
  /** GraphiQL's page, and the requests that get it. */
  readonly graphiql: { readonly access: GraphiqlAccess; readonly page: () => Promise<GraphiqlPage> };
  /**
   * Takes a place for a request that is complete, until its answer is out.
   * @throws HttpError if there is none
   */
  readonly acquire?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Runs what has come this far. */
  readonly run: (request: IncomingMessage, response: ServerResponse, context: RequestContext) => unknown;
}

/**
 * Everything in front of GraphQL, cheapest first: what a request may look like, who sends it, what it asks for. Nothing
 * of a body is read before its sender is known.
 */
export function createGraphqlEndpoint(options: GraphqlEndpointOptions): RequestListener {
  const { corsHeaders } = options;
  const origins = new Set(options.corsOrigins);
  const methods = options.getQueries ? 'GET, POST' : 'POST';

  const answer = errorListener(options, handle);
  return (request, response) => {
    allowOrigin(request, response, origins);
    answer(request, response);
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') endIfUnread(response);
    if (request.method === 'OPTIONS') {
      const { origin } = request.headers;
      if (origin !== undefined && !origins.has(origin)) options.onRejectedOrigin?.(origin);
      if (origins.size > 0) return answerPreflight(request, response, { origins, methods, headers: corsHeaders });
    }
    if (options.graphiql.access !== 'off' && isPageVisit(request)) return answerPageVisit(request, response);
    const context = request.method === 'GET' ? await ofGet(request) : await ofPost(request, response);
    // Its caller has left while it was looked at: nobody would take the answer, nor give back its place.
    if (response.closed) return;
    options.acquire?.(request, response);
    // Yoga takes the host for a part of its URL; nothing here depends on it, and odd ones would be an error of ours.
    request.headers.host = 'gateway';
    request.headers.accept = responseTypeOf(request);
    await options.run(request, response, context);
  }

  /** A browser brings no credentials of its own: in `callers`, a proxy that knows its users adds them. */
  async function answerPageVisit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (options.graphiql.access === 'callers') await options.authenticate(request);
    sendPage(response, await options.graphiql.page());
  }

  async function ofPost(request: IncomingMessage, response: ServerResponse): Promise<RequestContext> {
    if (request.method !== 'POST') throw badRequest('Send operations by POST.', 405, { allow: methods });
    checkMediaType(request);
    const credentials = await options.authenticate(request);
    return { credentials, parameters: parametersOfBody(await readBody(request, response, options.maxBodyBytes)) };
  }

  async function ofGet(request: IncomingMessage): Promise<RequestContext> {
    const parameters = parametersOfQuery(queryOf(request));
    if (!options.getQueries && parameters.documentId === undefined) {
      throw badRequest('Send operations by POST (GET_QUERIES is off).', 405, { allow: methods });
    }
    checkPreflighted(request);
    return { credentials: await options.authenticate(request), parameters };
  }
}

/** Whether somebody opened the address in a browser. */
function isPageVisit({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.accept?.includes('text/html') === true;
}

function sendPage(response: ServerResponse, { html, contentSecurityPolicy }: GraphiqlPage): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
  });
  response.end(html);
}

function queryOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
