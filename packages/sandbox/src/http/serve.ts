import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import { localized } from '../messages.ts';
import { type RecordedRequest, recordedHeaders, type RequestLog } from '../requests.ts';
import type { Services } from '../services.ts';
import { authenticate, authorize } from './authenticate.ts';
import type { Answer, Endpoint } from './call.ts';

/** What serving needs beside the endpoint. */
export interface Serving {
  services: Services;
  log: RequestLog;
  startedAt: number;
}

/** Runs one request through its stations: record, key, scope, endpoint, answer. */
export async function serve(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  { services, log, startedAt }: Serving,
): Promise<FastifyReply> {
  const record = recordOf(request, services.clock.now());
  log.add(record);
  let answer: Answer;
  try {
    const { switches } = services;
    const uptimeMs = services.clock.now() - startedAt;
    const caller = authenticate(request.headers, { ip: request.ip, uptimeMs, switches });
    if (endpoint.scope !== null) authorize(caller, endpoint.scope, switches);
    answer = await endpoint.handle({
      caller,
      userId: caller.userId ?? 0,
      query: objectOf(request.query),
      rawQuery: record.query,
      body: request.body,
      id: textOf(objectOf(request.params)['id']),
      record,
      services,
    });
  } catch (error) {
    answer = errorAnswer(error, services);
  }
  return send(reply, record, answer, request, services);
}

/** The answer to something that was thrown; what is not the API's own becomes 500 INTERNAL_ERROR (contract §5). */
export function errorAnswer(error: unknown, { switches }: Services): Answer {
  if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
  const known = new ApiError(500, 'INTERNAL_ERROR', localized('INTERNAL_ERROR', switches.language));
  return { status: 500, body: errorBody(known) };
}

/** Sends an answer and notes its status. */
export function send(
  reply: FastifyReply,
  record: RecordedRequest,
  { status = 200, body }: Answer,
  request: FastifyRequest,
  { switches }: Services,
): FastifyReply {
  record.status = status;
  const own = request.headers['x-request-id'];
  reply.header('x-request-id', switches.requestIdEchoed && typeof own === 'string' ? own : randomUUID());
  reply.code(status);
  if (body === undefined) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** What the log keeps of a request. */
export function recordOf(request: FastifyRequest, at: number): RecordedRequest {
  const mark = request.url.indexOf('?');
  return {
    method: request.method,
    path: mark === -1 ? request.url : request.url.slice(0, mark),
    query: mark === -1 ? '' : request.url.slice(mark + 1),
    params: request.method === 'GET' ? request.query : request.body,
    headers: recordedHeaders(request.headers),
    status: 0,
    innerPages: 0,
    at,
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
