import { ApiError } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { Answer, Call } from '../http/call.ts';
import { nativeCall } from './native-call.ts';
import { attachIncluded, parseInclude } from './include.ts';
import { localized } from '../messages.ts';

/** GET …/:id: the full object, `select` is ignored (contract §2). */
export function get(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    const entity = entityOf(call);
    const include = parseInclude(call.query['include'], entity);
    const id = pathId(call.id);
    // Whether a missing user is an error or an empty list is not known (contract §9).
    if (entity.name === 'users' && call.services.switches.missingUser === 'empty' && entity.table.rowOf(id) === null) {
      return { body: { success: true, data: [] } };
    }
    return { body: { success: true, data: await readOne(entity, call, id, include) } };
  };
}

/** The full object of one record, with its relations. */
export async function readOne(
  entity: Entity,
  call: Call,
  id: number,
  include: readonly string[],
): Promise<Record<string, unknown>> {
  await nativeCall(call, entity, 0, 1);
  const row = visibleRow(entity, call, id);
  const data = rowWriter(entity, 'get', null, call.services.switches)(row);
  if (include.length > 0) await attachIncluded(entity, call, include, { rows: [data], positions: [row] });
  return data;
}

/** The `:id` of a path (contract §2, "id not a positive integer"). */
export function pathId(text: string): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (id > 0) return id;
  throw new ApiError(400, 'INVALID_PARAMS', 'Path parameter :id must be a positive integer');
}

/** The row of an id that the caller may read. */
export function visibleRow(entity: Entity, { services, userId }: Call, id: number): number {
  const row = entity.table.rowOf(id);
  if (row === null) throw new ApiError(404, entity.missing, localized(entity.missing, services.switches.language));
  const visible = entity.visibleTo(userId);
  if (visible !== null && !visible(row)) throw new ApiError(403, services.switches.accessDenied, 'ACCESS_DENIED');
  return row;
}
