import { invalid } from '../api-error.ts';
import { type Entity, listedField } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { Answer, Call } from '../http/call.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseOrder } from '../query/parse-order.ts';
import { parseBodySelect, parseQuerySelect, type Select } from '../query/parse-select.ts';
import { MAX_LIMIT, parseWindow, typeName, type Window } from '../query/parse-window.ts';
import type { OrderKey } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import { attachIncluded, MAX_ROWS_WITH_INCLUDE, parseInclude } from './include.ts';
import { type Pages, readPages } from './read-pages.ts';
import { dateWindows, readWindows } from './windowed-search.ts';

/** GET of an entity (list-contacts.txt). */
export function list(entityOf: (call: Call) => Entity) {
  return (call: Call): Promise<Answer> => {
    const { query, rawQuery } = call;
    const select = parseQuerySelect(query['select'], rawQuery);
    return answer(entityOf(call), call, { params: query, source: 'query', select, windowed: false });
  };
}

/** POST …/search: the same with the parameters in the body (contract §2). */
export function search(entityOf: (call: Call) => Entity) {
  return (call: Call): Promise<Answer> => {
    const body = bodyObject(call.body);
    const select = parseBodySelect(body['select']);
    return answer(entityOf(call), call, { params: body, source: 'body', select, windowed: true });
  };
}

/** The body as an object, or 400 VALIDATION_ERROR (contract §2, "Missing/invalid JSON"). */
export function bodyObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw invalid(`body: Expected object, received ${typeName(body)}`);
}

/** What a list or search is asked for, from a query string, a body or a call of a batch. */
export interface ListParams {
  params: Record<string, unknown>;
  source: 'query' | 'body';
  select: Select;
  /** POST …/search splits wide date ranges into windows (contract §2, "Windowed search"). */
  windowed: boolean;
}

/** The rows and the meta of a list or search. */
export interface ListResult {
  rows: Record<string, unknown>[];
  meta: Record<string, unknown>;
  total: number | null;
}

/** Reads a list: the one way of GET, search and batches. */
export async function readList(
  entity: Entity,
  call: Call,
  { params, source, select, windowed }: ListParams,
): Promise<ListResult> {
  const { switches } = call.services;
  const schema = { fieldNamed: listedField(entity), switches };
  const window = parseWindow(params, source, switches);
  const conditions = parseFilter(params['filter'], schema);
  const filterText = conditions.length === 0 ? '' : JSON.stringify(params['filter']);
  const order = parseOrder(params['order'], params['sort'], schema);
  const include = parseInclude(params['include'], entity);
  const write = rowWriter(entity, 'list', select, switches);
  const request = { ...window, conditions, filterText, order, write };
  const windows = windowed ? dateWindows(request, params['autoWindow'], call.services.clock.now()) : null;
  const pages = await (windows === null
    ? readPages(entity, call, request)
    : readWindows(entity, call, request, windows));
  const meta = { ...metaOf(pages, window, order, switches), ...pages.meta };
  if (include.length > 0) {
    if (pages.rows.length > MAX_ROWS_WITH_INCLUDE) meta['includeSkipped'] = true;
    else await attachIncluded(entity, call, include, pages);
  }
  return { rows: pages.rows, meta, total: pages.total };
}

async function answer(entity: Entity, call: Call, wanted: ListParams): Promise<Answer> {
  const { switches } = call.services;
  const { rows, meta, total } = await readList(entity, call, wanted);
  const body: Record<string, unknown> = { success: true, data: rows };
  if (wanted.source === 'query' || switches.searchMeta) body['meta'] = meta;
  if (switches.totalAt === 'both' && 'total' in meta) body['total'] = total;
  return { body };
}

function metaOf(
  { rows, more, total }: Pages,
  { limit, withTotal }: Window,
  order: readonly OrderKey[],
  switches: Switches,
): Record<string, unknown> {
  // Observed: true on the page that ends exactly at the last row (contract §1, "meta.hasMore"). Whether the page also has
  // to be full for it is not known.
  const mistaken = switches.hasMoreOnExactEnd === 'always' || (switches.hasMoreOnExactEnd && rows.length === limit);
  const hasMore = more || mistaken;
  const meta: Record<string, unknown> = withTotal ? { total, hasMore } : { hasMore };
  if (limit === MAX_LIMIT && more) meta['truncated'] = true;
  const first = order[0];
  const byId = first?.name === 'id' && !first.descending;
  // The newer keyset cursor: only where the count is skipped and the order is by id (contract §1, "nextAfterId").
  if (switches.nextAfterId && !withTotal && byId && hasMore) meta['nextAfterId'] = rows.at(-1)?.['id'];
  return meta;
}
