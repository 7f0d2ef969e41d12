import { ApiError, invalid } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { errorResponse } from '../http/send.ts';
import { requireWriting } from '../http/authenticate.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';
import { typeName } from '../query/parse-page-params.ts';
import { fieldsOf } from './fields.ts';
import { pathId, readOne, visibleRow } from './get.ts';
import { bodyObject, readList } from './list.ts';
import { parseBodySelect } from '../query/parse-select.ts';
import { nativeCall } from './native-call.ts';
import { createRow, updateRow } from './write.ts';
import { parseWritten } from './write-cells.ts';

const actions = ['create', 'update', 'delete', 'list', 'get', 'fields'] as const;
type Action = (typeof actions)[number];

const maxReads = 50;
const chunk = 50;

/** Handles POST …/batch: one action on many rows, each with a result (contract §2, "POST /v1/contacts/batch", §9). */
export async function entityBatch(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  const body = bodyObject(context.body);
  const action = actions.find((name) => name === body['action']);
  if (action === undefined) throw invalid(`action: Invalid enum value. Expected ${actions.join(' | ')}`);
  const writes = action === 'create' || action === 'update' || action === 'delete';
  if (writes) requireWriting(context.caller);
  const name = action === 'delete' ? 'ids' : writes ? 'items' : 'calls';
  const entries: unknown = body[name];
  if (!Array.isArray(entries)) throw invalid(`${name}: Expected array, received ${typeName(entries)}`);
  const most = writes ? context.state.switches.entityBatchLimit : maxReads;
  if (entries.length > most) {
    throw new ApiError(400, 'BATCH_LIMIT_EXCEEDED', `${name}: at most ${most} elements, got ${entries.length}`);
  }
  // The request has cost one unit already; 500 rows cost 10 in all (contract §5, "Unit cost").
  context.charge(Math.ceil(entries.length / chunk) - 1);
  const data: unknown[] = [];
  for (const [at, entry] of entries.entries()) {
    if (writes && at % chunk === 0) await nativeCall(context, entity, 0, chunk);
    data.push(await result(entity, context, action, entry));
  }
  return success(data);
}

async function result(entity: Entity, context: RequestContext, action: Action, entry: unknown): Promise<unknown> {
  try {
    return { success: true, ...(await run(entity, context, action, entry)) };
  } catch (error) {
    return errorResponse(error, context.state).body;
  }
}

async function run(
  entity: Entity,
  context: RequestContext,
  action: Action,
  entry: unknown,
): Promise<Record<string, unknown>> {
  switch (action) {
    case 'create': {
      const data = createRow(entity, context, parseWritten(bodyObject(entry), entity.fields));
      return { id: data['id'], data };
    }
    case 'update': {
      const { id, fields, ...flat } = bodyObject(entry);
      const members = typeof fields === 'object' && fields !== null ? { ...fields } : flat;
      const number = pathId(String(id));
      return { id: number, data: updateRow(entity, context, number, parseWritten(members, entity.fields)) };
    }
    case 'delete': {
      const id = pathId(String(entry));
      entity.table.delete(visibleRow(entity, context, id));
      return { id };
    }
    case 'list': {
      const params = bodyObject(entry);
      const select = parseBodySelect(params['select']);
      const { rows, meta } = await readList(entity, context, { params, source: 'body', select, windowed: false });
      return { data: rows, meta };
    }
    case 'get': {
      const { id } = typeof entry === 'object' ? bodyObject(entry) : { id: entry };
      const number = pathId(String(id));
      return { id: number, data: await readOne(entity, context, number, []) };
    }
    case 'fields':
      return { data: fieldsOf(entity) };
    default:
      return action satisfies never;
  }
}
