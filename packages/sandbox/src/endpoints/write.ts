import type { Entity } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import { requireWriting } from '../http/authenticate.ts';
import type { Answer, Call } from '../http/call.ts';
import { MULTIFIELDS } from '../store/table.ts';
import { pathId, visibleRow } from './get.ts';
import { bodyObject } from './list.ts';
import { nativeCall } from './native-call.ts';
import { cellsAfter, parseWritten, type Written } from './write-cells.ts';

/** POST of an entity: 201 with the full new record (contract §2, "Writes"). */
export function create(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    requireWriting(call.caller);
    const entity = entityOf(call);
    const written = parseWritten(bodyObject(call.body), entity.fields);
    await nativeCall(call, entity, 0, 1);
    return { status: 201, body: { success: true, data: createRow(entity, call, written) } };
  };
}

/** PATCH …/:id: only the sent fields change; phones and e-mails are added. */
export function update(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    requireWriting(call.caller);
    const entity = entityOf(call);
    const id = pathId(call.id);
    const written = parseWritten(bodyObject(call.body), entity.fields);
    await nativeCall(call, entity, 0, 1);
    return { body: { success: true, data: updateRow(entity, call, id, written) } };
  };
}

/** DELETE …/:id: 204 without a body. */
export function remove(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    requireWriting(call.caller);
    const entity = entityOf(call);
    const id = pathId(call.id);
    await nativeCall(call, entity, 0, 1);
    entity.table.delete(visibleRow(entity, call, id));
    return { status: 204, body: undefined };
  };
}

/** Adds the row and gives it back in full. */
export function createRow(entity: Entity, { services, userId }: Call, written: Written): Record<string, unknown> {
  const { table } = entity;
  const now = services.clock.now();
  const stamps = {
    createdTime: now,
    updatedTime: now,
    createdBy: userId,
    updatedBy: userId,
    assignedById: userId,
    lastActivityBy: userId,
    lastActivityTime: now,
    opened: 1,
    export: 1,
  };
  const row = table.insert(table.lastId + 1, { ...stamps, ...cellsAfter(written, null, nextMultifieldId) });
  return rowWriter(entity, 'get', null, services.switches)(row);
}

/** Changes the row and gives it back in full. */
export function updateRow(entity: Entity, call: Call, id: number, written: Written): Record<string, unknown> {
  const row = visibleRow(entity, call, id);
  const { table } = entity;
  const stamps = { updatedTime: call.services.clock.now(), updatedBy: call.userId };
  table.update(row, { ...stamps, ...cellsAfter(written, table.get(row, MULTIFIELDS), nextMultifieldId) });
  return rowWriter(entity, 'get', null, call.services.switches)(row);
}

// Far above those of the seed, which are counted by contact.
let lastMultifieldId = 50_000_000;

function nextMultifieldId(): number {
  lastMultifieldId += 1;
  return lastMultifieldId;
}
