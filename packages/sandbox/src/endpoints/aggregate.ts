import { type Entity, listedField } from '../entities/entity.ts';
import { type ApiResponse, type RequestContext, success } from '../http/endpoint.ts';
import { fieldMember } from '../fields/render.ts';
import { type Aggregate, parseAggregates, parseGroupBy } from '../query/parse-aggregate.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { MAX_LIMIT } from '../query/parse-page-params.ts';
import { readRows, type ReadResult } from '../store/read.ts';
import { bodyObject } from './list.ts';
import { nativeCall } from './native-call.ts';
import { NATIVE_PAGE } from './read-pages.ts';

/**
 * Handles POST …/aggregate. A count alone is exact at any size. Groups and other functions load at most 5000 records,
 * page by page (contract §2, §11.4).
 */
export async function aggregate(entity: Entity, context: RequestContext): Promise<ApiResponse> {
  const { switches } = context.state;
  const body = context.body === undefined ? {} : bodyObject(context.body);
  const conditions = parseFilter(body['filter'], { fieldNamed: listedField(entity), switches });
  const groupBy = parseGroupBy(body['groupBy'], entity.fields);
  const aggregates = parseAggregates(body['aggregate'], entity.fields);
  const loads = groupBy.length > 0 || aggregates.some((one) => one.function !== 'count');
  const read = (offset: number, limit: number) =>
    readRows(entity.table, {
      conditions,
      visible: entity.visibleTo(context.userId),
      order: [],
      offset,
      limit,
      count: true,
      matching: switches,
      countKey: `${context.userId} ${conditions.length === 0 ? '' : JSON.stringify(body['filter'])}`,
    });
  await nativeCall(context, entity, 0, NATIVE_PAGE);
  const { total } = read(0, 0);
  const loaded = loads ? await loadRecords(entity, context, read) : null;
  // Counts need no loaded records and are exact.
  const rows = loaded?.rows ?? read(0, aggregates.length > 0 ? entity.table.size : 0).rows;
  const data: Record<string, unknown> = { count: total, aggregates: computed(entity, aggregates, rows) };
  if (groupBy.length > 0) data['groups'] = groups(entity, context, groupBy, aggregates, rows);
  data['meta'] = {
    totalRecords: total,
    recordsProcessed: loaded?.rows.length ?? 0,
    truncated: loaded?.more ?? false,
    ...(loaded?.failed && { pageErrorSample: { code: 'OPERATION_TIME_LIMIT' } }),
  };
  return success(data);
}

interface Loaded {
  rows: number[];
  /** True if there are more records than the maximum. */
  more: boolean;
  /** True if a page is missing. */
  failed: boolean;
}

/** Loads up to 5000 records by native calls of 50, each of the current data. The first call has been made already. */
async function loadRecords(
  entity: Entity,
  context: RequestContext,
  read: (offset: number, limit: number) => ReadResult,
): Promise<Loaded> {
  const rows: number[] = [];
  for (let offset = 0; offset < MAX_LIMIT; offset += NATIVE_PAGE) {
    if (offset > 0) await nativeCall(context, entity, offset, NATIVE_PAGE);
    const page = read(offset, NATIVE_PAGE);
    // On a live portal a page that takes too long is missing (contract §11.4).
    const isLost = context.state.switches.aggregatePages === 'failing' && !page.more;
    if (!isLost) rows.push(...page.rows);
    if (!page.more) return { rows, more: false, failed: isLost };
  }
  return { rows, more: true, failed: false };
}

function groups(
  entity: Entity,
  context: RequestContext,
  groupBy: readonly string[],
  aggregates: readonly Aggregate[],
  rows: readonly number[],
): Record<string, unknown>[] {
  const members = groupBy.flatMap((name) => {
    const field = entity.fields.find((candidate) => candidate.name === name);
    return field === undefined ? [] : [[name, fieldMember(entity.table, field, context.state.switches)] as const];
  });
  const byKey = new Map<string, { values: Record<string, unknown>; rows: number[] }>();
  for (const row of rows) {
    const values = Object.fromEntries(members.map(([name, member]) => [name, member(row)]));
    byKey.getOrInsertComputed(JSON.stringify(values), () => ({ values, rows: [] })).rows.push(row);
  }
  return [...byKey.values()]
    .toSorted((a, b) => b.rows.length - a.rows.length)
    .map((group) => ({
      ...group.values,
      count: group.rows.length,
      ...(aggregates.length > 0 && { aggregates: computed(entity, aggregates, group.rows) }),
    }));
}

function computed(entity: Entity, aggregates: readonly Aggregate[], rows: readonly number[]): Record<string, unknown> {
  const result: Record<string, Record<string, number | null>> = {};
  for (const { field, function: name } of aggregates) {
    const values = rows.flatMap((row) => {
      if (field === '*') return [1];
      const cell = entity.table.get(row, field);
      if (cell === null) return [];
      // Money such as "1500|RUB" counts by its number (contract §2).
      return [typeof cell === 'number' ? cell : name === 'count' ? 1 : Number.parseFloat(cell)];
    });
    const sum = values.reduce((total, value) => total + value, 0);
    const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const greatest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const empty = values.length === 0;
    const value = {
      count: values.length,
      sum,
      avg: empty ? null : sum / values.length,
      min: empty ? null : smallest,
      max: empty ? null : greatest,
    }[name];
    result[field] = { ...result[field], [name]: value };
  }
  return result;
}
