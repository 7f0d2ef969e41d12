import type { Entity } from '../entities/entity.ts';
import type { Call } from '../http/call.ts';
import type { Condition } from '../query/condition.ts';
import type { Window } from '../query/parse-window.ts';
import type { RowTest } from '../store/column.ts';
import { readRows } from '../store/read.ts';
import { shuffleTies } from '../store/shuffle-ties.ts';
import type { OrderKey } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import { nativeCall } from './native-call.ts';

/** Bitrix24 gives 50 rows a call, no more; longer answers are glued from such calls (contract §1 "limit", §5 "Native limits"). */
export const NATIVE_PAGE = 50;

/** What to read. */
export interface PagesRequest extends Window {
  conditions: readonly Condition[];
  /** The filter as it came, as text: totals are remembered by it. */
  filterText: string;
  order: readonly OrderKey[];
  /** Makes the JSON of a row at the time of its own inner page: a later edit does not reach it. */
  write(row: number): Record<string, unknown>;
}

/** The glued rows. `total` and `more` are those of the last inner page. */
export interface Pages {
  rows: Record<string, unknown>[];
  /** Where the rows stand in the table. */
  positions: number[];
  more: boolean;
  total: number | null;
  /** Further members of the answer's meta. */
  meta?: Record<string, unknown>;
}

/** Reads a window as one native call after the other, each of the data as it is then. */
export async function readPages(entity: Entity, call: Call, request: PagesRequest): Promise<Pages> {
  const { services } = call;
  const rows: Record<string, unknown>[] = [];
  const positions: number[] = [];
  const end = request.offset + request.limit;
  let more = false;
  let total: number | null = null;
  for (let offset = request.offset; offset < end;) {
    // Natively pages may start at multiples of 50 only; whether the platform hides that is not known (switch).
    const aligned = services.switches.alignedInnerPages ? NATIVE_PAGE - (offset % NATIVE_PAGE) : NATIVE_PAGE;
    const limit = Math.min(aligned, end - offset);
    const waiting = nativeCall(call, entity, offset, limit);
    if (waiting !== undefined) await waiting;
    const page = readOne(entity, call, request, offset, limit);
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

function readOne(entity: Entity, { services, userId }: Call, request: PagesRequest, offset: number, limit: number) {
  const { switches } = services;
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

/** One live client says that lists above 50 rows come in the order of ids, whatever was asked (contract §11.13). */
function orderOf({ order, limit }: PagesRequest, { orderAbove50 }: Switches): readonly OrderKey[] {
  return orderAbove50 === 'id' && limit > NATIVE_PAGE ? order.filter(({ name }) => name === 'id') : order;
}
