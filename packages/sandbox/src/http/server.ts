import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError, errorBody, invalid } from '../api-error.ts';
import type { Endpoint } from './call.ts';
import { parseQuery } from './parse-query.ts';
import { recordOf } from './record.ts';
import { errorAnswer, send } from './send.ts';
import { serve } from './serve.ts';
import type { Serving } from './serving.ts';

const maxBodyBytes = 8 * 1024 * 1024;

/** The HTTP server of the API: routes in, envelopes out, whatever comes. */
export function createServer(
  endpoints: readonly Endpoint[],
  serving: Serving,
  addControls: (app: FastifyInstance) => void,
): FastifyInstance {
  const querystringParser = (text: string) => parseQuery(text, serving.services.switches);
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // Longer ids are a wrong :id, not an unknown route.
    routerOptions: { maxParamLength: 1000, querystringParser },
    frameworkErrors: (error, request, reply) => {
      answerFailure(error, request, reply, serving);
    },
    clientErrorHandler(_error, socket) {
      if (socket.writable) socket.end(rawBadRequest);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      // DELETE and GET come with the header and without a body.
      done(null, text === '' ? undefined : JSON.parse(String(text)));
    } catch {
      done(invalid('body: Invalid JSON'), undefined);
    }
  });
  app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, serving));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    return answerFailure(
      new ApiError(404, 'ROUTE_NOT_FOUND', `Route ${request.method} ${path} not found`),
      request,
      reply,
      serving,
    );
  });
  addControls(app);
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: (request, reply) => serve(endpoint, request, reply, serving),
    });
  }
  return app;
}

/** What failed before an endpoint could run: unreadable bodies, wrong routes, malformed URLs. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, serving: Serving) {
  const record = recordOf(request, serving.services.clock.now());
  serving.log.add(record);
  return send(reply, record, errorAnswer(asApiError(error), serving.services), request, serving);
}

/** Fastify's own errors in the API's words: 400 VALIDATION_ERROR names what was wrong (contract §2, "Writes"). */
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

// Not even HTTP: there is no request to answer, only a socket.
const rawBody = JSON.stringify(errorBody(invalid('request: Malformed HTTP request')));
const rawBadRequest = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: application/json; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(rawBody)}`,
  'Connection: close',
  '',
  rawBody,
].join('\r\n');
