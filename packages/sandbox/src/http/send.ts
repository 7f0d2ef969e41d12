import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import type { InjectedFault } from '../faults/fault-plan.ts';
import { replacement, replacementText, sendFaulty } from '../faults/send-fault.ts';
import { limiterFor } from '../limits/limits.ts';
import { localized } from '../messages.ts';
import type { RecordedRequest } from '../request-log.ts';
import type { SandboxState } from '../state.ts';
import type { ApiResponse } from './endpoint.ts';
import { credentialsOf } from './request-parts.ts';
import type { ServerContext } from './server-context.ts';

/** Returns the response to an error; an unexpected one becomes 500 INTERNAL_ERROR (contract §5). */
export function errorResponse(error: unknown, { switches }: SandboxState): ApiResponse {
  if (error instanceof ApiError) {
    const { retryAfter } = error.more;
    return { status: error.status, body: errorBody(error), ...(retryAfter !== undefined && { retryAfter }) };
  }
  const known = new ApiError(500, 'INTERNAL_ERROR', localized('INTERNAL_ERROR', switches.language));
  return { status: 500, body: errorBody(known) };
}

/** Sends a response and records its status. */
export function send(
  reply: FastifyReply,
  record: RecordedRequest,
  response: ApiResponse,
  request: FastifyRequest,
  server: ServerContext,
): FastifyReply {
  const { status = 200, body } = response;
  record.status = status;
  reply.code(status).headers(responseHeaders(request, response, server));
  if (body === undefined) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Sends a response as the injected fault alters it. */
export function sendInjectedFault(
  reply: FastifyReply,
  record: RecordedRequest,
  response: ApiResponse,
  request: FastifyRequest,
  server: ServerContext,
  injected: InjectedFault,
): FastifyReply {
  const replaced = replacement(injected);
  const { status = 200, body } = response;
  const retryAfter = replaced?.error.more.retryAfter;
  const ready = {
    status: replaced?.status ?? status,
    headers: responseHeaders(request, retryAfter === undefined ? response : { ...response, retryAfter }, server),
    text: replaced === null ? (JSON.stringify(body) ?? '') : replacementText(replaced.error),
  };
  record.status = sendFaulty(reply, injected, ready, server.state.clock);
  return reply;
}

/** X-RateLimit-* and X-Request-Id on every response; Retry-After as in the envelope (contract §5, "Headers"). */
function responseHeaders(
  request: FastifyRequest,
  { retryAfter }: ApiResponse,
  { state: { switches }, native: { limits } }: ServerContext,
): Record<string, string> {
  const own = request.headers['x-request-id'];
  const headers: Record<string, string> = {
    'x-request-id': switches.requestIdEchoed && typeof own === 'string' ? own : randomUUID(),
  };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (limits !== null) {
    const [key = null] = credentialsOf(request.headers);
    const { limit, remaining, resetSeconds } = limiterFor(limits, request.url.split('?', 1)[0] ?? '').status(
      switches.rateLimitSource === 'ip' ? request.ip : key,
    );
    headers['x-ratelimit-limit'] = String(limit);
    headers['x-ratelimit-remaining'] = String(remaining);
    headers['x-ratelimit-reset'] = String(resetSeconds);
  }
  return headers;
}
