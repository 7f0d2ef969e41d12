import type { Entity } from '../entities/entity.ts';
import type { RequestContext } from '../http/endpoint.ts';
import type { Condition } from '../query/condition.ts';
import type { PageParams } from '../query/parse-page-params.ts';
import type { RowTest } from '../store/column.ts';
import { readRows } from '../store/read.ts';
import { shuffleTies } from '../store/shuffle-ties.ts';
import type { OrderKey } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import { nativeCall } from './native-call.ts';

/** Rows of one native call. Longer responses need several calls (contract §1 "limit", §5 "Native limits"). */
export const NATIVE_PAGE = 50;

/** Rows to read. */
export interface PagesRequest extends PageParams {
  conditions: readonly Condition[];
  /** Filter as text: key of the cache of totals. */
  filterText: string;
  order: readonly OrderKey[];
  /** Returns the JSON object of a row. It is called at the time of the row's inner page: later edits do not change it. */
  write(row: number): Record<string, unknown>;
}

/** Rows of all inner pages. `total` and `more` are those of the last inner page. */
export interface Pages {
  rows: Record<string, unknown>[];
  /** Positions of the rows in the table. */
  positions: number[];
  more: boolean;
  total: number | null;
  /** Further members of `meta`. */
  meta?: Record<string, unknown>;
}

/** Reads rows by one native call after the other, each of the current data. */
export async function readPages(entity: Entity, context: RequestContext, request: PagesRequest): Promise<Pages> {
  const { state } = context;
  const rows: Record<string, unknown>[] = [];
  const positions: number[] = [];
  const end = request.offset + request.limit;
  let more = false;
  let total: number | null = null;
  for (let offset = request.offset; offset < end;) {
    // Native pages start at multiples of 50. It is not known if the platform hides that (switch `alignedInnerPages`).
    const aligned = state.switches.alignedInnerPages ? NATIVE_PAGE - (offset % NATIVE_PAGE) : NATIVE_PAGE;
    const limit = Math.min(aligned, end - offset);
    const waiting = nativeCall(context, entity, offset, limit);
    if (waiting !== undefined) await waiting;
    const page = readOne(entity, context, request, offset, limit);
    for (const row of page.rows) {
      positions.push(row);
      rows.push(request.write(row));
    }
    ({ more, total } = page);
    if (!more) break;
    offset += limit;
  }
  return { rows, positions, more, total };
}

function readOne(
  entity: Entity,
  { state, userId }: RequestContext,
  request: PagesRequest,
  offset: number,
  limit: number,
) {
  const { switches } = state;
  const { table } = entity;
  const visible: RowTest | null = entity.visibleTo(userId);
  const read = {
    conditions: request.conditions,
    visible,
    order: orderOf(request, switches),
    offset,
    limit,
    count: request.withTotal,
    matching: switches,
    countKey: `${userId} ${request.filterText}`,
  };
  return switches.shuffleEqualKeys ? shuffleTies(table, read) : readRows(table, read);
}

/** Returns the order to read by. One live client reports that lists above 50 rows come in the order of ids (contract §11.13). */
function orderOf({ order, limit }: PagesRequest, { orderAbove50 }: Switches): readonly OrderKey[] {
  return orderAbove50 === 'id' && limit > NATIVE_PAGE ? order.filter(({ name }) => name === 'id') : order;
}
