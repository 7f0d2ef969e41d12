import { invalid } from '../api-error.ts';
import { type Entity, listedField } from '../entities/entity.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { ApiResponse, RequestContext } from '../http/endpoint.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseOrder } from '../query/parse-order.ts';
import { parseBodySelect, parseQuerySelect, type Select } from '../query/parse-select.ts';
import { MAX_LIMIT, parsePageParams, typeName, type PageParams } from '../query/parse-page-params.ts';
import type { OrderKey } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import { attachIncluded, MAX_ROWS_WITH_INCLUDE, parseInclude } from './include.ts';
import { type Pages, readPages } from './read-pages.ts';
import { dateWindows, readWindows } from './windowed-search.ts';

/** Handles GET of an entity (list-contacts.txt). */
export function list(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  const { query, rawQuery } = context;
  const select = parseQuerySelect(query['select'], rawQuery);
  return response(entity, context, { params: query, source: 'query', select, windowed: false });
}

/** Handles POST …/search: a list with the parameters in the body (contract §2). */
export function search(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  const body = bodyObject(context.body);
  const select = parseBodySelect(body['select']);
  return response(entity, context, { params: body, source: 'body', select, windowed: true });
}

/**
 * Returns the members of a body.
 * @throws ApiError if the body is not an object (contract §2, "Missing/invalid JSON")
 */
export function bodyObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw invalid(`body: Expected object, received ${typeName(body)}`);
}

/** Parameters of a list or search, from a query string, a body or a call of a batch. */
export interface ListParams {
  params: Record<string, unknown>;
  source: 'query' | 'body';
  select: Select;
  /** True if wide date ranges are split into windows, as by POST …/search (contract §2, "Windowed search"). */
  windowed: boolean;
}

/** Rows and meta of a list or search. */
export interface ListResult {
  rows: Record<string, unknown>[];
  meta: Record<string, unknown>;
  total: number | null;
}

/** Reads a list for GET, searches and batches. */
export async function readList(
  entity: Entity,
  context: RequestContext,
  { params, source, select, windowed }: ListParams,
): Promise<ListResult> {
  const { switches } = context.state;
  const schema = { fieldNamed: listedField(entity), switches };
  const window = parsePageParams(params, source, switches);
  const conditions = parseFilter(params['filter'], schema);
  const filterText = conditions.length === 0 ? '' : JSON.stringify(params['filter']);
  const order = parseOrder(params['order'], params['sort'], schema);
  const include = parseInclude(params['include'], entity);
  const write = rowWriter(entity, 'list', select, switches);
  const request = { ...window, conditions, filterText, order, write };
  const windows = windowed ? dateWindows(request, params['autoWindow'], context.state.clock.now()) : null;
  const pages = await (windows === null
    ? readPages(entity, context, request)
    : readWindows(entity, context, request, windows));
  const meta = { ...metaOf(pages, window, order, switches), ...pages.meta };
  if (include.length > 0) {
    if (pages.rows.length > MAX_ROWS_WITH_INCLUDE) meta['includeSkipped'] = true;
    else await attachIncluded(entity, context, include, pages);
  }
  return { rows: pages.rows, meta, total: pages.total };
}

async function response(entity: Entity, context: RequestContext, wanted: ListParams): Promise<ApiResponse> {
  const { switches } = context.state;
  const { rows, meta, total } = await readList(entity, context, wanted);
  const body: Record<string, unknown> = { success: true, data: rows };
  if (wanted.source === 'query' || switches.searchMeta) body['meta'] = meta;
  if (switches.totalAt === 'both' && 'total' in meta) body['total'] = total;
  return { body };
}

function metaOf(
  { rows, more, total }: Pages,
  { limit, withTotal }: PageParams,
  order: readonly OrderKey[],
  switches: Switches,
): Record<string, unknown> {
  // A live portal sends true on the last page (contract §1, "meta.hasMore"); it is not known if only on a full one.
  const falseHasMore = switches.hasMoreOnExactEnd === 'always' || (switches.hasMoreOnExactEnd && rows.length === limit);
  const hasMore = more || falseHasMore;
  const meta: Record<string, unknown> = withTotal ? { total, hasMore } : { hasMore };
  if (limit === MAX_LIMIT && more) meta['truncated'] = true;
  const first = order[0];
  const byId = first?.name === 'id' && !first.descending;
  // The cursor is sent only without a total and in the order of ids (contract §1, "nextAfterId").
  if (switches.nextAfterId && !withTotal && byId && hasMore) meta['nextAfterId'] = rows.at(-1)?.['id'];
  return meta;
}
