import type { FastifyRequest } from 'fastify';
import { type RecordedRequest, recordedHeaders } from '../request-log.ts';

/** Returns the log entry of a request, before it has a response. */
export function recordOf(request: FastifyRequest, at: number): RecordedRequest {
  const mark = request.url.indexOf('?');
  return {
    method: request.method,
    path: mark === -1 ? request.url : request.url.slice(0, mark),
    query: mark === -1 ? '' : request.url.slice(mark + 1),
    params: request.method === 'GET' ? request.query : keptBody(request),
    headers: recordedHeaders(request.headers),
    status: 0,
    innerPages: 0,
    at,
  };
}

// The log keeps thousands of requests, and a body may have megabytes.
const maxKeptBodyBytes = 200_000;

function keptBody({ body, headers }: FastifyRequest): unknown {
  return Number(headers['content-length'] ?? maxKeptBodyBytes) > maxKeptBodyBytes ? '(too long to keep)' : body;
}
