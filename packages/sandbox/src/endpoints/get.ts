import { ApiError } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';
import { nativeCall } from './native-call.ts';
import { attachIncluded, parseInclude } from './include.ts';
import { localized } from '../messages.ts';

/** Handles GET …/:id: the full object; `select` is ignored (contract §2). */
export async function get(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  const include = parseInclude(context.query['include'], entity);
  const id = pathId(context.id);
  // The sources do not say if a missing user is an error or an empty list (contract §9).
  if (entity.name === 'users' && context.state.switches.missingUser === 'empty' && entity.table.rowOf(id) === null) {
    return success([]);
  }
  return success(await readOne(entity, context, id, include));
}

/** Reads the full object of one record, with its relations. */
export async function readOne(
  entity: Entity,
  context: RequestContext,
  id: number,
  include: readonly string[],
): Promise<Record<string, unknown>> {
  await nativeCall(context, entity, 0, 1);
  const row = visibleRow(entity, context, id);
  const data = rowWriter(entity, 'get', null, context.state.switches)(row);
  if (include.length > 0) await attachIncluded(entity, context, include, { rows: [data], positions: [row] });
  return data;
}

/**
 * Parses the `:id` of a path.
 * @throws ApiError if it is not a positive integer (contract §2, "id not a positive integer")
 */
export function pathId(text: string): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (id > 0) return id;
  throw new ApiError(400, 'INVALID_PARAMS', 'Path parameter :id must be a positive integer');
}

/**
 * Returns the position of a record.
 * @throws ApiError if the record is missing, or the caller may not read it
 */
export function visibleRow(entity: Entity, { state, userId }: RequestContext, id: number): number {
  const row = entity.table.rowOf(id);
  if (row === null) throw new ApiError(404, entity.missing, localized(entity.missing, state.switches.language));
  const visible = entity.visibleTo(userId);
  if (visible !== null && !visible(row)) throw new ApiError(403, state.switches.accessDenied, 'ACCESS_DENIED');
  return row;
}
