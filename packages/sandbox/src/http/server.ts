import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError, errorBody, invalid } from '../api-error.ts';
import type { Endpoint } from './endpoint.ts';
import { parseQuery } from './parse-query.ts';
import { recordOf } from './record.ts';
import { errorResponse, send } from './send.ts';
import { handleRequest } from './handle-request.ts';
import type { ServerContext } from './server-context.ts';

const maxBodyBytes = 8 * 1024 * 1024;

/** Makes the HTTP server of the API. Every response is an envelope, also to malformed requests. */
export function createServer(
  endpoints: readonly Endpoint[],
  server: ServerContext,
  addControls: (app: FastifyInstance) => void,
): FastifyInstance {
  const querystringParser = (text: string) => parseQuery(text, server.state.switches);
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A long id is an invalid :id, not an unknown route.
    routerOptions: { maxParamLength: 1000, querystringParser },
    frameworkErrors: (error, request, reply) => {
      sendFailure(error, request, reply, server);
    },
    clientErrorHandler(_error, socket) {
      if (socket.writable) socket.end(rawBadRequest);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      // Clients send this header with DELETE and GET too, which have no body.
      done(null, text === '' ? undefined : JSON.parse(String(text)));
    } catch {
      done(invalid('body: Invalid JSON'), undefined);
    }
  });
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, server));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    return sendFailure(
      new ApiError(404, 'ROUTE_NOT_FOUND', `Route ${request.method} ${path} not found`),
      request,
      reply,
      server,
    );
  });
  addControls(app);
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: (request, reply) => handleRequest(endpoint, request, reply, server),
    });
  }
  return app;
}

/** Records and answers a request that reaches no endpoint: unreadable body, unknown route, malformed URL. */
function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, server: ServerContext) {
  const record = recordOf(request, server.state.clock.now());
  server.log.add(record);
  return send(reply, record, errorResponse(asApiError(error), server.state), request, server);
}

/** Converts an error of Fastify to 400 VALIDATION_ERROR with the reason (contract §2, "Writes"). */
function asApiError(error: unknown): unknown {
  if (error instanceof ApiError || typeof error !== 'object' || error === null || !('code' in error)) return error;
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return invalid('body: Content-Type must be application/json');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return invalid(`body: must not be longer than ${maxBodyBytes} bytes`);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalid('body: length does not match Content-Length');
    case 'FST_ERR_BAD_URL':
      return invalid('url: Malformed percent-encoding in the path');
    default:
      return error;
  }
}

// For input that is not HTTP: there is a socket, but no request.
const rawBody = JSON.stringify(errorBody(invalid('request: Malformed HTTP request')));
const rawBadRequest = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: application/json; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(rawBody)}`,
  'Connection: close',
  '',
  rawBody,
].join('\r\n');
