import { ApiError } from '../api-error.ts';
import { requireScope } from '../http/authenticate.ts';
import type { Answer, Call } from '../http/call.ts';
import { errorAnswer } from '../http/send.ts';
import { type BatchCall, type BatchError, parseBatch, recordById } from './parse-batch.ts';
import { runBatchCall } from './run-batch-call.ts';

/** POST /v1/batch: up to 50 calls to any entities for one unit of the rate limit (contract §4). */
export async function batch(call: Call): Promise<Answer> {
  const { switches } = call.services;
  const { calls, errors, total } = parseBatch(call.body, call.services);
  if (calls.length === 0) {
    throw new ApiError(400, 'INVALID_REQUEST', 'All calls in the batch failed validation', { data: { errors } });
  }
  const allowed = calls.filter((one) => hasScope(one, call, errors));
  // The whole request fails only when every call lacks its scope (contract §4, "Codes").
  if (allowed.length === 0) throw new ApiError(403, 'SCOPE_NOT_ALLOWED', 'API key lacks the scopes of all calls');

  const results = recordById<unknown>();
  const totals = recordById<number | null>();
  const meta = recordById<unknown>();
  const merged = mergedCall(call);
  for (const one of allowed) {
    try {
      // Long lists and searches are separate reads; all the rest is one native batch (contract §4, "Execution").
      const separate = one.action === 'search' || (one.action === 'list' && Number(one.params['limit'] ?? 0) > 50);
      const done = await runBatchCall(one, separate ? call : merged);
      results[one.id] = done.result;
      if (done.list !== undefined) {
        const { total: matching, rows, meta: listMeta } = done.list;
        if ('total' in listMeta) totals[one.id] = matching;
        const truncated = listMeta['truncated'] ?? false;
        meta[one.id] = { total: matching, returned: rows.length, hasMore: listMeta['hasMore'], truncated };
      }
    } catch (error) {
      errors[one.id] = errorOf(error, call);
    }
  }
  const failed = Object.keys(errors).length;
  const summary = { total, succeeded: Object.keys(results).length, failed };
  const shownErrors = failed === 0 && switches.batchEmptyErrors === 'array' ? [] : errors;
  return { body: { success: true, data: { results, totals, errors: shownErrors, summary, meta } } };
}

/** Only the first of the merged calls makes a native call. */
function mergedCall(call: Call): Call {
  let first = true;
  return {
    ...call,
    beforeRead(read) {
      if (!first) return undefined;
      first = false;
      return call.beforeRead(read);
    },
  };
}

function hasScope({ id, entity }: BatchCall, { caller, services }: Call, errors: Record<string, BatchError>): boolean {
  try {
    requireScope(caller, entity.scope, services.switches);
    return true;
  } catch {
    errors[id] = { code: 'SCOPE_NOT_ALLOWED', message: `This call requires '${entity.scope}' scope` };
    return false;
  }
}

function errorOf(error: unknown, { services }: Call): BatchError {
  const known = error instanceof ApiError ? error : null;
  if (known?.code === 'ENTITY_NOT_FOUND' && services.switches.batchMissingRecord === 'BITRIX_ERROR') {
    return { code: 'BITRIX_ERROR', message: 'Not found' };
  }
  if (known !== null) return { code: known.code, message: known.message };
  const { body } = errorAnswer(error, services);
  return (body as { error: BatchError }).error;
}
