import { encodeList } from './encode-list.ts';
import { type Call, endpointOf, type ListCall } from './plan/call.ts';
import type { UpstreamRequest } from './upstream.ts';

/** The request of a call that is sent on its own. */
export function encodeCall(call: Call): UpstreamRequest {
  const path = endpointOf(call);
  switch (call.kind) {
    case 'list':
      return encodeList(call);
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
