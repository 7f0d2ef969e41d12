import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import type { Mishap } from '../faults/fault-plan.ts';
import { replacement, replacementText, sendSpoilt } from '../faults/spoil.ts';
import { windowFor } from '../limits/limits.ts';
import { localized } from '../messages.ts';
import type { RecordedRequest } from '../requests.ts';
import type { Services } from '../services.ts';
import type { Answer } from './call.ts';
import { credentialsOf } from './request-parts.ts';
import type { Serving } from './serving.ts';

/** The answer to something that was thrown; what is not the API's own becomes 500 INTERNAL_ERROR (contract §5). */
export function errorAnswer(error: unknown, { switches }: Services): Answer {
  if (error instanceof ApiError) {
    const { retryAfter } = error.more;
    return { status: error.status, body: errorBody(error), ...(retryAfter !== undefined && { retryAfter }) };
  }
  const known = new ApiError(500, 'INTERNAL_ERROR', localized('INTERNAL_ERROR', switches.language));
  return { status: 500, body: errorBody(known) };
}

/** Sends an answer and notes its status. */
export function send(
  reply: FastifyReply,
  record: RecordedRequest,
  answer: Answer,
  request: FastifyRequest,
  serving: Serving,
): FastifyReply {
  const { status = 200, body } = answer;
  record.status = status;
  reply.code(status).headers(answerHeaders(request, answer, serving));
  if (body === undefined) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(body));
}

/** Sends what a fault makes of an answer. */
export function spoil(
  reply: FastifyReply,
  record: RecordedRequest,
  answer: Answer,
  request: FastifyRequest,
  serving: Serving,
  mishap: Mishap,
): FastifyReply {
  const instead = replacement(mishap);
  const { status = 200, body } = answer;
  const retryAfter = instead?.error.more.retryAfter;
  const ready = {
    status: instead?.status ?? status,
    headers: answerHeaders(request, retryAfter === undefined ? answer : { ...answer, retryAfter }, serving),
    text: instead === null ? (JSON.stringify(body) ?? '') : replacementText(instead.error),
  };
  record.status = sendSpoilt(reply, mishap, ready, serving.services.clock);
  return reply;
}

/** X-RateLimit-* and X-Request-Id on every answer, Retry-After where the envelope has it (contract §5, "Headers"). */
function answerHeaders(
  request: FastifyRequest,
  { retryAfter }: Answer,
  { services: { switches }, native: { limits } }: Serving,
): Record<string, string> {
  const own = request.headers['x-request-id'];
  const headers: Record<string, string> = {
    'x-request-id': switches.requestIdEchoed && typeof own === 'string' ? own : randomUUID(),
  };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (limits !== null) {
    const [key = null] = credentialsOf(request.headers);
    const { limit, remaining, resetSeconds } = windowFor(limits, request.url.split('?', 1)[0] ?? '').look(
      switches.rateLimitSource === 'ip' ? request.ip : key,
    );
    headers['x-ratelimit-limit'] = String(limit);
    headers['x-ratelimit-remaining'] = String(remaining);
    headers['x-ratelimit-reset'] = String(resetSeconds);
  }
  return headers;
}
