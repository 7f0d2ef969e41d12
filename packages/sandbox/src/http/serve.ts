import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorBody } from '../api-error.ts';
import type { FaultPlan, Mishap } from '../faults/fault-plan.ts';
import { ignoresAnswer, replacement, replacementText, sendSpoilt } from '../faults/spoil.ts';
import { sleep } from '../clock.ts';
import { localized } from '../messages.ts';
import { createTurn, type NativeConditions } from '../portal/turn.ts';
import { type RecordedRequest, recordedHeaders, type RequestLog } from '../requests.ts';
import type { Services } from '../services.ts';
import { authenticate, type Caller, requireScope, requireTokens } from './authenticate.ts';
import type { Answer, Endpoint } from './call.ts';
import { callKey, credentialsOf, objectOf, textOf } from './request-parts.ts';

/** What serving needs beside the endpoint. */
export interface Serving {
  services: Services;
  log: RequestLog;
  native: NativeConditions;
  faults: FaultPlan;
  startedAt(): number;
}

/** Runs one request through its stations: record, faults, key, limits, scope, endpoint, answer. */
export async function serve(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  serving: Serving,
): Promise<FastifyReply> {
  const { services, log, faults } = serving;
  const record = recordOf(request, services.clock.now());
  log.add(record);
  const { method, path, query } = record;
  const mishap = faults.next({ method, path, query, credentials: credentialsOf(request.headers) });
  if (mishap !== null && mishap.latencyMs > 0) await sleep(services.clock, mishap.latencyMs);
  let answer: Answer = { body: undefined };
  if (mishap === null || mishap.applied || !ignoresAnswer(mishap))
    answer = await answerOf(endpoint, request, reply, record, serving);
  if (mishap !== null && mishap.effect !== null) return spoil(reply, record, answer, request, serving, mishap);
  return send(reply, record, answer, request, serving);
}

async function answerOf(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  record: RecordedRequest,
  serving: Serving,
): Promise<Answer> {
  const { services, native } = serving;
  const { limits } = native;
  const { switches } = services;
  const turn = createTurn(native, switches, () => abandonedSignal(reply));
  let caller: Caller | null = null;
  try {
    caller = authenticate(request.headers, {
      ip: request.ip,
      uptimeMs: services.clock.now() - serving.startedAt(),
      switches,
    });
    const source = switches.rateLimitSource === 'ip' ? request.ip : caller.key.key;
    limits?.key.take(source, 1);
    const userId = endpoint.needs === 'key' ? (caller.userId ?? 0) : requireTokens(caller, switches);
    if (typeof endpoint.needs === 'object') requireScope(caller, endpoint.needs.scope, switches);
    if (limits?.errorLoop.active === true) limits.errorLoop.check(callKey(caller, record));
    const answer = await endpoint.handle({
      caller,
      userId,
      query: objectOf(request.query),
      rawQuery: record.query,
      body: request.body,
      id: textOf(objectOf(request.params)['id']),
      record,
      services,
      beforeRead: (read) => turn.beforeRead(read),
      charge: (units) => limits?.key.take(source, units),
    });
    if (limits?.errorLoop.active === true) limits.errorLoop.note(callKey(caller, record), false);
    return answer;
  } catch (error) {
    const answer = errorAnswer(error, services);
    if (limits !== null && caller !== null && isNativeFailure(answer, record)) {
      limits.errorLoop.note(callKey(caller, record), true);
    }
    return answer;
  } finally {
    turn.end();
  }
}

/** Only what failed at the portal counts for ERROR_LOOP_DETECTED, and being turned away is no failure of the call. */
function isNativeFailure({ status = 200 }: Answer, record: RecordedRequest): boolean {
  return record.innerPages > 0 && status !== 429 && status !== 504;
}

/** Aborts when the client goes away before it has its answer. */
function abandonedSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort());
  return controller.signal;
}

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

function spoil(
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
    const { limit, remaining, resetSeconds } = limits.key.look(switches.rateLimitSource === 'ip' ? request.ip : key);
    headers['x-ratelimit-limit'] = String(limit);
    headers['x-ratelimit-remaining'] = String(remaining);
    headers['x-ratelimit-reset'] = String(resetSeconds);
  }
  return headers;
}

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
