import type { RequestContext } from '../http/endpoint.ts';
import { parseBodySelect } from '../query/parse-select.ts';
import { fieldsOf } from './fields.ts';
import { pathId, readOne } from './get.ts';
import { parseInclude } from './include.ts';
import { type ListResult, readList } from './list.ts';
import type { BatchCall } from './parse-batch.ts';
import { createOne, removeOne, updateOne } from './write.ts';

/** Result of a call of a batch, and the list that totals and meta are made of. */
export interface BatchResult {
  result: unknown;
  list?: ListResult;
}

/** Runs one call of POST /v1/batch. */
export async function runBatchCall(
  { entity, action, entityId, params }: BatchCall,
  context: RequestContext,
): Promise<BatchResult> {
  switch (action) {
    case 'list':
    case 'search': {
      const select = parseBodySelect(params['select']);
      const list = await readList(entity, context, { params, source: 'body', select, windowed: action === 'search' });
      return { result: list.rows, list };
    }
    case 'get':
      return { result: await getOne({ entity, entityId, params }, context) };
    case 'create':
      return { result: await createOne(entity, context, membersOf(params)) };
    case 'update':
      return { result: await updateOne(entity, context, String(entityId), membersOf(params)) };
    case 'delete':
      await removeOne(entity, context, String(entityId));
      return { result: null };
    case 'fields':
      return { result: fieldsOf(entity) };
    default:
      return action satisfies never;
  }
}

/** Reads one record. A user is an array of one row in UPPER_CASE (contract §4); other records are objects. */
async function getOne(
  { entity, entityId, params }: Pick<BatchCall, 'entity' | 'entityId' | 'params'>,
  context: RequestContext,
) {
  const id = pathId(String(entityId));
  const include = parseInclude(params['include'], entity);
  if (entity.name !== 'users') return readOne(entity, context, id, include);
  const { state } = context;
  const switches = { ...state.switches, usersCasing: state.switches.batchUsersCasing };
  const casing = Object.create(state, { switches: { value: switches } }) as RequestContext['state'];
  return [await readOne(entity, { ...context, state: casing }, id, include)];
}

/** Returns `params.fields`, or `params` itself: the page names "fields" and shows both. */
function membersOf(params: Record<string, unknown>): Record<string, unknown> {
  const { fields } = params;
  return typeof fields === 'object' && fields !== null ? { ...fields } : params;
}
