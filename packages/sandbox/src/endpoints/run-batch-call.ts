import { requireWriting } from '../http/authenticate.ts';
import type { Call } from '../http/call.ts';
import { parseBodySelect } from '../query/parse-select.ts';
import { fieldsOf } from './fields.ts';
import { pathId, readOne, visibleRow } from './get.ts';
import { parseInclude } from './include.ts';
import { type ListResult, readList } from './list.ts';
import { nativeCall } from './native-call.ts';
import type { BatchCall } from './parse-batch.ts';
import { createRow, updateRow } from './write.ts';
import { parseWritten } from './write-cells.ts';

/** What a call of a batch gives: its result, and for lists what goes into totals and meta. */
export interface BatchResult {
  result: unknown;
  list?: ListResult;
}

/** Runs one call of POST /v1/batch. */
export async function runBatchCall({ entity, action, entityId, params }: BatchCall, call: Call): Promise<BatchResult> {
  switch (action) {
    case 'list':
    case 'search': {
      const select = parseBodySelect(params['select']);
      const list = await readList(entity, call, { params, source: 'body', select, windowed: action === 'search' });
      return { result: list.rows, list };
    }
    case 'get':
      return { result: await getOne({ entity, entityId, params }, call) };
    case 'create': {
      requireWriting(call.caller);
      const written = parseWritten(membersOf(params), entity.fields);
      await nativeCall(call, entity, 0, 1);
      return { result: createRow(entity, call, written) };
    }
    case 'update': {
      requireWriting(call.caller);
      const written = parseWritten(membersOf(params), entity.fields);
      await nativeCall(call, entity, 0, 1);
      return { result: updateRow(entity, call, pathId(String(entityId)), written) };
    }
    case 'delete':
      requireWriting(call.caller);
      await nativeCall(call, entity, 0, 1);
      entity.table.delete(visibleRow(entity, call, pathId(String(entityId))));
      return { result: null };
    case 'fields':
      return { result: fieldsOf(entity) };
    default:
      return action satisfies never;
  }
}

/** users+get is an array of one UPPER_CASE row (contract §4); the others give an object. */
async function getOne({ entity, entityId, params }: Pick<BatchCall, 'entity' | 'entityId' | 'params'>, call: Call) {
  const id = pathId(String(entityId));
  const include = parseInclude(params['include'], entity);
  if (entity.name !== 'users') return readOne(entity, call, id, include);
  const { services } = call;
  const switches = { ...services.switches, usersCasing: services.switches.batchUsersCasing };
  const casing = Object.create(services, { switches: { value: switches } }) as Call['services'];
  return [await readOne(entity, { ...call, services: casing }, id, include)];
}

/** `params.fields`, or `params` itself: the page says "fields" and shows both. */
function membersOf(params: Record<string, unknown>): Record<string, unknown> {
  const { fields } = params;
  return typeof fields === 'object' && fields !== null ? { ...fields } : params;
}
