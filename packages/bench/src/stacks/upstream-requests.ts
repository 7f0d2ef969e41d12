import { ONE_CONTACT, type Workload } from '../workloads.ts';
import { selectOf } from './rest-shape.ts';

/** A request to the upstream. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/** Returns the one request that a workload without relations needs (contract §1). */
export function contactsRequest(workload: Workload): UpstreamRequest {
  const { name, rows, withTotal } = workload;
  const select = selectOf(workload);
  if (name === 'W4') {
    const query = `limit=1&select=${select}&filter[id][0]=${ONE_CONTACT}&order[id]=asc&withTotal=false`;
    return { method: 'GET', path: `/v1/contacts?${query}` };
  }
  const total = withTotal ? '' : '&withTotal=false';
  return { method: 'GET', path: `/v1/contacts?limit=${rows}&select=${select}&order[id]=asc${total}` };
}

/** Returns the search for rows by their ids (contract §2). */
export function searchRequest(entity: string, ids: readonly number[], select: readonly string[]): UpstreamRequest {
  const body = { filter: { id: { $in: ids } }, order: { id: 'asc' }, limit: ids.length, select, withTotal: false };
  return { method: 'POST', path: `/v1/${entity}/search`, body: JSON.stringify(body) };
}
