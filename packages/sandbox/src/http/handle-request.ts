import type { FastifyReply, FastifyRequest } from 'fastify';
import { sleep } from '../clock.ts';
import { replacesResponse } from '../faults/send-fault.ts';
import { acquireUnits } from '../limits/limits.ts';
import { createNativeCallPermit } from '../portal/native-call-permit.ts';
import type { RecordedRequest } from '../request-log.ts';
import { authenticate, type Caller, requireScope, requireTokens } from './authenticate.ts';
import type { ApiResponse, Endpoint } from './endpoint.ts';
import { recordOf } from './record.ts';
import { callKey, credentialsOf, objectOf, textOf } from './request-parts.ts';
import { errorResponse, send, sendInjectedFault } from './send.ts';
import type { ServerContext } from './server-context.ts';

/** Handles one request in this order: record, faults, key, limits, scope, endpoint, response. */
export async function handleRequest(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  server: ServerContext,
): Promise<FastifyReply> {
  const { state, log, faults } = server;
  const record = recordOf(request, state.clock.now());
  log.add(record);
  const { method, path, query } = record;
  const injected = faults.next({ method, path, query, credentials: credentialsOf(request.headers) });
  if (injected !== null && injected.latencyMs > 0) await sleep(state.clock, injected.latencyMs);
  let response: ApiResponse = { body: undefined };
  if (injected === null || injected.applied || !replacesResponse(injected)) {
    response = await respond(endpoint, request, reply, record, server);
  }
  if (injected !== null && injected.effect !== null)
    return sendInjectedFault(reply, record, response, request, server, injected);
  return send(reply, record, response, request, server);
}

async function respond(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  record: RecordedRequest,
  server: ServerContext,
): Promise<ApiResponse> {
  const { state, native } = server;
  const { limits } = native;
  const { switches } = state;
  const permit = createNativeCallPermit(native, switches, () => disconnectSignal(reply));
  let caller: Caller | null = null;
  try {
    caller = authenticate(request.headers, {
      ip: request.ip,
      uptimeMs: state.clock.now() - server.startedAt(),
      switches,
    });
    const source = switches.rateLimitSource === 'ip' ? request.ip : caller.key.key;
    if (limits !== null) acquireUnits(limits, record.path, source, 1);
    const userId = endpoint.needs === 'key' ? (caller.userId ?? 0) : requireTokens(caller, switches);
    if (typeof endpoint.needs === 'object') requireScope(caller, endpoint.needs.scope, switches);
    if (limits?.errorLoop.active === true) limits.errorLoop.check(callKey(caller, record));
    const response = await endpoint.handle({
      caller,
      userId,
      query: objectOf(request.query),
      rawQuery: record.query,
      body: request.body,
      id: textOf(objectOf(request.params)['id']),
      record,
      state,
      acquireNativeCall: (read) => permit.acquire(read),
      charge: (units) => limits?.key.acquire(source, units),
    });
    if (limits?.errorLoop.active === true) limits.errorLoop.record(callKey(caller, record), false);
    return response;
  } catch (error) {
    const response = errorResponse(error, state);
    if (limits !== null && caller !== null && isNativeFailure(response, record)) {
      limits.errorLoop.record(callKey(caller, record), true);
    }
    return response;
  } finally {
    permit.release();
  }
}

/** Only failures of native calls count for ERROR_LOOP_DETECTED; an exceeded limit is not one of them. */
function isNativeFailure({ status = 200 }: ApiResponse, record: RecordedRequest): boolean {
  return record.innerPages > 0 && status !== 429 && status !== 504;
}

/** Returns a signal that aborts when the connection closes. */
function disconnectSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort());
  return controller.signal;
}
