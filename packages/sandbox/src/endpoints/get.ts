import { ApiError } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { Answer, Call } from '../http/call.ts';
import { localized } from '../messages.ts';

/** GET …/:id: the full object, `select` is ignored (contract §2). */
export function get(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    const entity = entityOf(call);
    const id = pathId(call.id);
    await oneRead(entity, call);
    const row = visibleRow(entity, call, id);
    return { body: { success: true, data: rowWriter(entity, 'get', null, call.services.switches)(row) } };
  };
}

/** Waits for the one native call of a request that names one record. */
export async function oneRead(entity: Entity, call: Call): Promise<void> {
  const waiting = call.services.beforeRead({ entity: entity.name, offset: 0, limit: 1, page: call.record.innerPages });
  call.record.innerPages += 1;
  if (waiting !== undefined) await waiting;
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
  if (row === null)
    throw new ApiError(404, 'ENTITY_NOT_FOUND', localized('ENTITY_NOT_FOUND', services.switches.language));
  const visible = entity.visibleTo(userId);
  if (visible !== null && !visible(row)) throw new ApiError(403, services.switches.accessDenied, 'ACCESS_DENIED');
  return row;
}
