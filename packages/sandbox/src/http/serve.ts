import type { FastifyReply, FastifyRequest } from 'fastify';
import { sleep } from '../clock.ts';
import { ignoresAnswer } from '../faults/spoil.ts';
import { takeUnits } from '../limits/limits.ts';
import { createTurn } from '../portal/turn.ts';
import type { RecordedRequest } from '../requests.ts';
import { authenticate, type Caller, requireScope, requireTokens } from './authenticate.ts';
import type { Answer, Endpoint } from './call.ts';
import { recordOf } from './record.ts';
import { callKey, credentialsOf, objectOf, textOf } from './request-parts.ts';
import { errorAnswer, send, spoil } from './send.ts';
import type { Serving } from './serving.ts';

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
  if (mishap === null || mishap.applied || !ignoresAnswer(mishap)) {
    answer = await answerOf(endpoint, request, reply, record, serving);
  }
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
    if (limits !== null) takeUnits(limits, record.path, source, 1);
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
