import { ApiError } from '../api-error.ts';
import { requireScope } from '../http/authenticate.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';
import { errorResponse } from '../http/send.ts';
import { type BatchCall, type BatchError, parseBatch, recordById } from './parse-batch.ts';
import { runBatchCall } from './run-batch-call.ts';

/** Handles POST /v1/batch: up to 50 calls to any entities for one unit of the rate limit (contract §4). */
export async function batch(context: RequestContext): Promise<ApiResponse> {
  const { switches } = context.state;
  const { calls, errors, total } = parseBatch(context.body, context.state);
  if (calls.length === 0) {
    throw new ApiError(400, 'INVALID_REQUEST', 'All calls in the batch failed validation', { data: { errors } });
  }
  const allowed = calls.filter((one) => hasScope(one, context, errors));
  // The whole request fails only when every call lacks its scope (contract §4, "Codes").
  if (allowed.length === 0) throw new ApiError(403, 'SCOPE_NOT_ALLOWED', 'API key lacks the scopes of all calls');

  const results = recordById<unknown>();
  const totals = recordById<number | null>();
  const meta = recordById<unknown>();
  const merged = mergedCall(context);
  for (const one of allowed) {
    try {
      // Long lists and searches are separate native reads; all other calls are one native batch (contract §4, "Execution").
      const separate = one.action === 'search' || (one.action === 'list' && Number(one.params['limit'] ?? 0) > 50);
      const done = await runBatchCall(one, separate ? context : merged);
      results[one.id] = done.result;
      if (done.list !== undefined) {
        const { total: matching, rows, meta: listMeta } = done.list;
        if ('total' in listMeta) totals[one.id] = matching;
        const truncated = listMeta['truncated'] ?? false;
        meta[one.id] = { total: matching, returned: rows.length, hasMore: listMeta['hasMore'], truncated };
      }
    } catch (error) {
      errors[one.id] = errorOf(error, context);
    }
  }
  const failed = Object.keys(errors).length;
  const summary = { total, succeeded: Object.keys(results).length, failed };
  const shownErrors = failed === 0 && switches.batchEmptyErrors === 'array' ? [] : errors;
  return success({ results, totals, errors: shownErrors, summary, meta });
}

/** Makes a context in which only the first call makes a native call. */
function mergedCall(context: RequestContext): RequestContext {
  let first = true;
  return {
    ...context,
    acquireNativeCall(read) {
      if (!first) return undefined;
      first = false;
      return context.acquireNativeCall(read);
    },
  };
}

function hasScope(
  { id, entity }: BatchCall,
  { caller, state }: RequestContext,
  errors: Record<string, BatchError>,
): boolean {
  try {
    requireScope(caller, entity.scope, state.switches);
    return true;
  } catch {
    errors[id] = { code: 'SCOPE_NOT_ALLOWED', message: `This call requires '${entity.scope}' scope` };
    return false;
  }
}

function errorOf(error: unknown, { state }: RequestContext): BatchError {
  const known = error instanceof ApiError ? error : null;
  if (known?.code === 'ENTITY_NOT_FOUND' && state.switches.batchMissingRecord === 'BITRIX_ERROR') {
    return { code: 'BITRIX_ERROR', message: 'Not found' };
  }
  if (known !== null) return { code: known.code, message: known.message };
  const { body } = errorResponse(error, state);
  return (body as { error: BatchError }).error;
}
