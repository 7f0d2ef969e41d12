import type { FastifyRequest } from 'fastify';
import { type RecordedRequest, recordedHeaders } from '../requests.ts';

/** What the log keeps of a request. */
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

// Thousands of requests are kept, and a body may have megabytes.
const longestKeptBody = 200_000;

function keptBody({ body, headers }: FastifyRequest): unknown {
  return Number(headers['content-length'] ?? longestKeptBody) > longestKeptBody ? '(too long to keep)' : body;
}
