import { type Entity, listedField } from '../entities/entity.ts';
import type { Answer, Call } from '../http/call.ts';
import { fieldMember } from '../fields/render.ts';
import { type Aggregate, parseAggregates, parseGroupBy } from '../query/parse-aggregate.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { MAX_LIMIT } from '../query/parse-window.ts';
import { readRows } from '../store/read.ts';
import { bodyObject } from './list.ts';
import { nativeCall } from './native-call.ts';

/** POST …/aggregate: exact counts at any size; other functions see at most 5000 rows (contract §2). */
export function aggregate(entityOf: (call: Call) => Entity) {
  return async (call: Call): Promise<Answer> => {
    const entity = entityOf(call);
    const { switches } = call.services;
    const body = call.body === undefined ? {} : bodyObject(call.body);
    const conditions = parseFilter(body['filter'], { fieldNamed: listedField(entity), switches });
    const groupBy = parseGroupBy(body['groupBy'], entity.fields);
    const aggregates = parseAggregates(body['aggregate'], entity.fields);
    await nativeCall(call, entity, 0, 50);

    const grouped = groupBy.length > 0 || aggregates.length > 0;
    const { table } = entity;
    const { rows, total } = readRows(table, {
      conditions,
      visible: entity.visibleTo(call.userId),
      order: [],
      offset: 0,
      limit: grouped ? table.size : 0,
      count: true,
      matching: switches,
      countKey: `${call.userId} ${conditions.length === 0 ? '' : JSON.stringify(body['filter'])}`,
    });
    const pureCount = aggregates.every((one) => one.function === 'count');
    const data: Record<string, unknown> = { count: total, aggregates: computed(entity, aggregates, rows) };
    if (groupBy.length > 0) data['groups'] = groups(entity, call, groupBy, aggregates, rows);
    data['meta'] = {
      totalRecords: total,
      recordsProcessed: pureCount ? 0 : Math.min(rows.length, MAX_LIMIT),
      truncated: !pureCount && rows.length > MAX_LIMIT,
    };
    return { body: { success: true, data } };
  };
}

function groups(
  entity: Entity,
  call: Call,
  groupBy: readonly string[],
  aggregates: readonly Aggregate[],
  rows: readonly number[],
): Record<string, unknown>[] {
  const members = groupBy.flatMap((name) => {
    const field = entity.fields.find((candidate) => candidate.name === name);
    return field === undefined ? [] : [[name, fieldMember(entity.table, field, call.services.switches)] as const];
  });
  const byKey = new Map<string, { values: Record<string, unknown>; rows: number[] }>();
  for (const row of rows) {
    const values = Object.fromEntries(members.map(([name, member]) => [name, member(row)]));
    const key = JSON.stringify(values);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, { values, rows: [row] });
    else group.rows.push(row);
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
    const values = (name === 'count' ? rows : rows.slice(0, MAX_LIMIT)).flatMap((row) => {
      if (field === '*') return [1];
      const cell = entity.table.get(row, field);
      if (cell === null) return [];
      // "1500|RUB": money counts by its number part (contract §2).
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
