import type { Entity } from '../entities/entity.ts';
import { newContactCells } from '../entities/new-contact.ts';
import { rowWriter } from '../entities/row-writer.ts';
import { requireWriting } from '../http/authenticate.ts';
import type { ApiResponse, RequestContext } from '../http/endpoint.ts';
import { MULTIFIELDS } from '../store/table.ts';
import { pathId, visibleRow } from './get.ts';
import { bodyObject } from './list.ts';
import { nativeCall } from './native-call.ts';
import { cellsAfter, parseWritten, type Written } from './write-cells.ts';

/** Handles POST of an entity: 201 with the full new record (contract §2, "Writes"). */
export function create(entityOf: (context: RequestContext) => Entity) {
  return async (context: RequestContext): Promise<ApiResponse> => {
    requireWriting(context.caller);
    const entity = entityOf(context);
    const written = parseWritten(bodyObject(context.body), entity.fields);
    await nativeCall(context, entity, 0, 1);
    return { status: 201, body: { success: true, data: createRow(entity, context, written) } };
  };
}

/** Handles PATCH …/:id: only the sent fields change; phones and e-mails are added. */
export function update(entityOf: (context: RequestContext) => Entity) {
  return async (context: RequestContext): Promise<ApiResponse> => {
    requireWriting(context.caller);
    const entity = entityOf(context);
    const id = pathId(context.id);
    const written = parseWritten(bodyObject(context.body), entity.fields);
    await nativeCall(context, entity, 0, 1);
    return { body: { success: true, data: updateRow(entity, context, id, written) } };
  };
}

/** Handles DELETE …/:id: 204 without a body. */
export function remove(entityOf: (context: RequestContext) => Entity) {
  return async (context: RequestContext): Promise<ApiResponse> => {
    requireWriting(context.caller);
    const entity = entityOf(context);
    const id = pathId(context.id);
    await nativeCall(context, entity, 0, 1);
    entity.table.delete(visibleRow(entity, context, id));
    return { status: 204, body: undefined };
  };
}

/** Adds a row and returns it in full. */
export function createRow(
  entity: Entity,
  { state, userId }: RequestContext,
  written: Written,
): Record<string, unknown> {
  const { table } = entity;
  const stamps = newContactCells(state.clock.now(), userId);
  const row = table.insert(table.lastId + 1, { ...stamps, ...cellsAfter(written, null, nextMultifieldId) });
  return rowWriter(entity, 'get', null, state.switches)(row);
}

/** Changes a row and returns it in full. */
export function updateRow(
  entity: Entity,
  context: RequestContext,
  id: number,
  written: Written,
): Record<string, unknown> {
  const row = visibleRow(entity, context, id);
  const { table } = entity;
  const stamps = { updatedTime: context.state.clock.now(), updatedBy: context.userId };
  table.update(row, { ...stamps, ...cellsAfter(written, table.get(row, MULTIFIELDS), nextMultifieldId) });
  return rowWriter(entity, 'get', null, context.state.switches)(row);
}

// Greater than all ids of the made-up multifields.
let lastMultifieldId = 50_000_000;

function nextMultifieldId(): number {
  lastMultifieldId += 1;
  return lastMultifieldId;
}
