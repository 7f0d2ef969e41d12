import { encodeList } from './encode-list.ts';
import { type Call, endpointOf, innerPagesOf, isBatchable, type ListCall, ROWS_PER_INNER_PAGE } from './call.ts';
import type { UpstreamRequest } from './upstream-request.ts';

/** Returns the request of a call that is sent on its own. */
function encodeCall(call: Call): UpstreamRequest {
  if (call.kind === 'list') return encodeList(call);
  const path = endpointOf(call);
  switch (call.kind) {
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

/**
 * Returns the request of calls that are sent together, or of one that is best sent as a batch of its own: a lookup of more
 * ids than a query can hold. As a search, it would count against a lower limit of the key (contract §5, "Platform").
 */
export function encodeCalls(calls: readonly Call[]): UpstreamRequest {
  const [only] = calls;
  if (!only || calls.length > 1) return encodeBatch(calls);
  const request = encodeCall(only);
  if (request.method === 'POST' && isLookup(only)) return encodeBatch(calls);
  return { ...request, innerPages: nativeReadsOf(calls) };
}

function isLookup(call: Call): boolean {
  return call.kind === 'list' && Object.keys(call.filter).join() === 'id' && !call.includeCompany && isBatchable(call);
}

/** Returns the request of several calls as one; the id of a call is its index (contract §4). */
export function encodeBatch(calls: readonly Call[]): UpstreamRequest {
  return batchOf(new Map(calls.map((call, index) => [batchCallId(index), call])));
}

function batchOf(calls: ReadonlyMap<string, Call>): UpstreamRequest {
  return {
    endpoint: 'POST /v1/batch',
    method: 'POST',
    path: '/v1/batch',
    body: { calls: [...calls].map(([id, call]) => ({ id, ...encodeBatchCall(call) })) },
    innerPages: nativeReadsOf([...calls.values()]),
    batch: {
      ids: new Set(calls.keys()),
      only: (ids) => batchOf(new Map([...calls].filter(([id]) => ids.has(id)))),
    },
  };
}

/**
 * Returns the maximum number of native reads that a request costs the portal. The short lists of a batch travel in one;
 * longer ones are read page by page, in a batch too (contract §4, "Execution").
 */
function nativeReadsOf(calls: readonly Call[]): number {
  let [pages, short, companies] = [0, 0, 0];
  for (const call of calls) {
    if (call.kind === 'aggregate' || (call.kind === 'list' && call.limit > ROWS_PER_INNER_PAGE))
      pages += innerPagesOf(call);
    else short = 1;
    if (call.kind === 'list' && call.includeCompany) companies = 1;
  }
  return pages + short + companies;
}

/** Returns the id of the call at an index of a batch. */
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
