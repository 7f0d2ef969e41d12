import type { Entity } from '../entities/entity.ts';
import { newContactCells } from '../entities/new-contact.ts';
import { rowWriter } from '../entities/row-writer.ts';
import { requireWriting } from '../http/authenticate.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';
import { MULTIFIELDS } from '../store/table.ts';
import { pathId, visibleRow } from './get.ts';
import { bodyObject } from './list.ts';
import { nativeCall } from './native-call.ts';
import { cellsAfter, parseWritten, type Written } from './write-cells.ts';

/** Handles POST of an entity: 201 with the full new record (contract §2, "Writes"). */
export async function create(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  return { status: 201, ...success(await createOne(entity, context, context.body)) };
}

/** Handles PATCH …/:id: only the sent fields change; phones and e-mails are added. */
export async function update(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  return success(await updateOne(entity, context, context.id, context.body));
}

/** Handles DELETE …/:id: 204 without a body. */
export async function remove(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  await removeOne(entity, context, context.id);
  return { status: 204, body: undefined };
}

/** Adds a record by a native call and returns it in full. */
export async function createOne(entity: Entity, context: RequestContext, body: unknown): Promise<unknown> {
  requireWriting(context.caller);
  const written = parseWritten(bodyObject(body), entity.fields);
  await nativeCall(context, entity, 0, 1);
  return createRow(entity, context, written);
}

/** Changes a record by a native call and returns it in full. */
export async function updateOne(entity: Entity, context: RequestContext, id: string, body: unknown): Promise<unknown> {
  requireWriting(context.caller);
  const number = pathId(id);
  const written = parseWritten(bodyObject(body), entity.fields);
  await nativeCall(context, entity, 0, 1);
  return updateRow(entity, context, number, written);
}

/** Deletes a record by a native call. */
export async function removeOne(entity: Entity, context: RequestContext, id: string): Promise<void> {
  requireWriting(context.caller);
  const number = pathId(id);
  await nativeCall(context, entity, 0, 1);
  entity.table.delete(visibleRow(entity, context, number));
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
