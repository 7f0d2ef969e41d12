import { encodeList } from './encode-list.ts';
import { type Call, endpointOf, isBatchable, type ListCall } from './plan/call.ts';
import type { UpstreamRequest } from './upstream.ts';

/** The request of a call that is sent on its own. */
export function encodeCall(call: Call): UpstreamRequest {
  const path = endpointOf(call);
  switch (call.kind) {
    case 'list':
      return encodeList(call);
    case 'get':
      return { endpoint: `GET ${path}`, method: 'GET', path: `/v1/${call.entity}/${call.id}` };
    case 'aggregate': {
      const { filter, groupBy } = call;
      const body = groupBy === undefined ? { filter } : { filter, groupBy };
      return { endpoint: `POST ${path}`, method: 'POST', path, body };
    }
    case 'fields':
    case 'me':
      return { endpoint: `GET ${path}`, method: 'GET', path };
    default:
      return call satisfies never;
  }
}

/** The request of calls that travel together, or of one that travels best in a batch of its own. */
export function encodeCalls(calls: readonly [Call, ...Call[]]): UpstreamRequest {
  return isBatch(calls) ? encodeBatch(calls) : encodeCall(calls[0]);
}

/**
 * Whether calls are sent as a batch. One that looks up more ids than a query can hold is, too: it would be a search, of
 * which a key has fewer a minute than of other requests (contract §5, "Platform").
 */
export function isBatch([only, ...more]: readonly [Call, ...Call[]]): boolean {
  if (more.length > 0) return true;
  const isLookup = only.kind === 'list' && Object.keys(only.filter).join() === 'id' && !only.includeCompany;
  return isLookup && isBatchable(only) && encodeList(only).method === 'POST';
}

/** The request of several calls as one; each is told from the others by its place (contract §4). */
export function encodeBatch(calls: readonly Call[]): UpstreamRequest {
  return {
    endpoint: 'POST /v1/batch',
    method: 'POST',
    path: '/v1/batch',
    body: { calls: calls.map((call, index) => ({ id: batchCallId(index), ...encodeBatchCall(call) })) },
  };
}

/** The id of the call at a place of a batch. */
export function batchCallId(index: number): string {
  return `call${index}`;
}

function encodeBatchCall(call: Call): object {
  if (call.kind === 'list') return { entity: call.entity, action: 'list', params: batchListParams(call) };
  if (call.kind === 'get') return { entity: call.entity, action: 'get', entityId: call.id };
  if (call.kind === 'fields') return { entity: 'contacts', action: 'fields' };
  throw new TypeError(`A call of the kind "${call.kind}" cannot be one of a batch.`);
}

function batchListParams({ filter, order, limit, select, withTotal }: ListCall): object {
  return {
    filter,
    order: Object.fromEntries(order.map(({ field, direction }) => [field, direction])),
    limit,
    ...(select ? { select } : {}),
    withTotal,
  };
}
