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
import { type Pages, readPages } from './read-pages.ts';

/** GET of an entity (list-contacts.txt). */
export function list(entityOf: (call: Call) => Entity) {
  return (call: Call): Promise<Answer> => {
    const { query, rawQuery } = call;
    return answer(entityOf(call), call, query, 'query', parseQuerySelect(query['select'], rawQuery));
  };
}

/** POST …/search: the same with the parameters in the body (contract §2). */
export function search(entityOf: (call: Call) => Entity) {
  return (call: Call): Promise<Answer> => {
    const body = bodyObject(call.body);
    return answer(entityOf(call), call, body, 'body', parseBodySelect(body['select']));
  };
}

/** The body as an object, or 400 VALIDATION_ERROR (contract §2, "Missing/invalid JSON"). */
export function bodyObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw invalid(`body: Expected object, received ${typeName(body)}`);
}

async function answer(
  entity: Entity,
  call: Call,
  params: Record<string, unknown>,
  source: 'query' | 'body',
  select: Select,
): Promise<Answer> {
  const { switches } = call.services;
  const schema = { fieldNamed: listedField(entity), switches };
  const window = parseWindow(params, source, switches);
  const conditions = parseFilter(params['filter'], schema);
  const filterText = conditions.length === 0 ? '' : JSON.stringify(params['filter']);
  const order = parseOrder(params['order'], params['sort'], schema);
  const write = rowWriter(entity, 'list', select, switches);
  const pages = await readPages(entity, call, { ...window, conditions, filterText, order, write });
  const meta = metaOf(pages, window, order, switches);
  const body: Record<string, unknown> = { success: true, data: pages.rows };
  if (source === 'query' || switches.searchMeta) body['meta'] = meta;
  if (switches.totalAt === 'both' && window.withTotal) body['total'] = pages.total;
  return { body };
}

function metaOf(
  { rows, more, total }: Pages,
  { limit, withTotal }: Window,
  order: readonly OrderKey[],
  switches: Switches,
): Record<string, unknown> {
  // Observed: true on the page that ends exactly at the last row (contract §1, "meta.hasMore").
  const hasMore = more || (switches.hasMoreOnExactEnd && rows.length === limit);
  const meta: Record<string, unknown> = withTotal ? { total, hasMore } : { hasMore };
  if (limit === MAX_LIMIT && more) meta['truncated'] = true;
  const first = order[0];
  const byId = first?.name === 'id' && !first.descending;
  // The newer keyset cursor: only where the count is skipped and the order is by id (contract §1, "nextAfterId").
  if (switches.nextAfterId && !withTotal && byId && hasMore) meta['nextAfterId'] = rows.at(-1)?.['id'];
  return meta;
}
