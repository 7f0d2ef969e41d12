import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Credentials } from '@contacts/core';
import type { Authenticate } from '../../access/authenticate.ts';
import { responseTypeOf } from '../../http/response-type.ts';
import { allowOrigin, sendPreflightResponse, checkPreflighted } from '../../http/cross-origin.ts';
import type { PageAccess } from '../../config/security-config.ts';
import type { GraphiqlPage } from '../graphiql/page.ts';
import { type GraphqlParameters, parametersOfBody, parametersOfQuery } from './graphql-parameters.ts';
import { checkMediaType } from '../../http/media-type.ts';
import { badRequest } from '../../http/http-error.ts';
import { createSendError, type ErrorListenerOptions } from '../../http/error-listener.ts';
import { readBody, textOf } from '../../http/request-body.ts';
import { sendHtml } from '../../http/send.ts';
import { endIfUnread } from '../../http/unread-body.ts';

/** Credentials, parameters and priority of a request. */
export interface RequestContext {
  readonly credentials: Credentials;
  readonly parameters: GraphqlParameters;
}

export interface GraphqlEndpointOptions extends ErrorListenerOptions {
  readonly authenticate: Authenticate;
  readonly maxBodyBytes: number;
  readonly corsOrigins: readonly string[];
  /** Request headers that their pages may send besides the built-in ones. */
  readonly corsHeaders: readonly string[];
  /** Called with the `Origin` of each preflight that is rejected. */
  readonly onRejectedOrigin?: ((origin: string) => void) | undefined;
  /** True to accept queries by GET; those with a documentId are always accepted. */
  readonly getQueries: boolean;
  /** GraphiQL's page, and the requests that get it. */
  readonly graphiql: { readonly access: PageAccess; readonly page: () => Promise<GraphiqlPage> };
  /**
   * Acquires a permit for a request that is complete, until its response is sent.
   * @throws HttpError if there is none left
   */
  readonly acquire?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Runs an accepted request. */
  readonly run: (request: IncomingMessage, response: ServerResponse, context: RequestContext) => unknown;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Returns the listener of `/graphql`. It checks a request in the order of cost: its form, its caller, its parameters. No
 * part of a body is read before the caller is authenticated.
 */
export function createGraphqlEndpoint(options: GraphqlEndpointOptions): RequestListener {
  const { corsHeaders } = options;
  const origins = new Set(options.corsOrigins);
  const methods = options.getQueries ? 'GET, POST' : 'POST';

  const sendError = createSendError(options);
  return (request, response) => {
    allowOrigin(request, response, origins);
    attempt(request, response, request.method === 'POST' ? handlePost : handleOther);
  };

  /** Sends the errors of `handle`, whether it throws or rejects. */
  function attempt(request: IncomingMessage, response: ServerResponse, handle: Handle): void {
    const fail = (error: unknown): void => sendError(request, response, error);
    try {
      const pending = handle(request, response);
      if (pending !== undefined) Promise.resolve(pending).catch(fail);
    } catch (error) {
      fail(error);
    }
  }

  function handlePost(request: IncomingMessage, response: ServerResponse): unknown {
    checkMediaType(request);
    const credentials = options.authenticate(request);
    // Most requests have no promise but that of their operation.
    if (!(credentials instanceof Promise)) return readAndRun(request, response, credentials);
    return credentials.then((known) => readAndRun(request, response, known));
  }

  function readAndRun(request: IncomingMessage, response: ServerResponse, credentials: Credentials): void {
    readBody(request, response, {
      maxBytes: options.maxBodyBytes,
      onBody: (bytes) =>
        attempt(request, response, () =>
          run(request, response, { credentials, parameters: parametersOfBody(textOf(bytes)) }),
        ),
      onError: (error) => sendError(request, response, error),
    });
  }

  async function handleOther(request: IncomingMessage, response: ServerResponse): Promise<void> {
    endIfUnread(response);
    if (request.method === 'OPTIONS') {
      const { origin } = request.headers;
      if (origin !== undefined && !origins.has(origin)) options.onRejectedOrigin?.(origin);
      if (origins.size > 0) return sendPreflightResponse(request, response, { origins, methods, headers: corsHeaders });
    }
    if (options.graphiql.access !== 'off' && isPageVisit(request)) return servePage(request, response);
    if (request.method !== 'GET') throw badRequest('Send operations by POST.', 405, { allow: methods });
    await run(request, response, await ofGet(request));
  }

  function run(request: IncomingMessage, response: ServerResponse, context: RequestContext): unknown {
    // The client has disconnected meanwhile: the response would not be received, and the permit not released.
    if (response.closed) return undefined;
    options.acquire?.(request, response);
    const { headers } = request;
    // Yoga uses the host for its URL. Nothing depends on it, and a malformed one would be an internal error.
    headers.host = 'gateway';
    headers.accept = responseTypeOf(request);
    return options.run(request, response, context);
  }

  /** Serves GraphiQL's page. A browser sends no credentials itself: for `callers`, an authenticating proxy adds them. */
  async function servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (options.graphiql.access === 'callers') await options.authenticate(request);
    const { html, contentSecurityPolicy } = await options.graphiql.page();
    sendHtml(response, 200, html, contentSecurityPolicy);
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

/** Returns true if the address was opened in a browser. */
function isPageVisit({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.accept?.includes('text/html') === true;
}

function queryOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}
