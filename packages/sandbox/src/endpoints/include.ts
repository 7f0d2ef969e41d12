import { ApiError, invalid } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { requisiteOwner } from '../entities/requisites.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { RequestContext } from '../http/endpoint.ts';
import { typeName } from '../query/parse-page-params.ts';
import { readRows } from '../store/read.ts';
import { nativeCall } from './native-call.ts';

const maxIncludes = 3;

/** Maximum number of rows with relations; longer lists have none (contract §2, "include"). */
export const MAX_ROWS_WITH_INCLUDE = 200;

/** Parses `include`: comma-separated names, or an array in a body (contract §2). */
export function parseInclude(value: unknown, entity: Entity): string[] {
  if (value === undefined || value === null || value === '') return [];
  const list: unknown[] | null = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : null;
  if (list === null) throw invalid(`include: Expected string or array, received ${typeName(value)}`);
  const names = list.map((name) => (typeof name === 'string' ? name.trim() : JSON.stringify(name)));
  if (names.length > maxIncludes) {
    throw new ApiError(400, 'INCLUDE_LIMIT_EXCEEDED', `include: at most ${maxIncludes} relations, got ${names.length}`);
  }
  for (const name of names) {
    if (entity.includes.includes(name)) continue;
    const available = entity.includes.join(', ');
    throw new ApiError(400, 'INVALID_INCLUDE', `Unknown include '${name}'. Available: ${available}`);
  }
  return names;
}

/** JSON objects of rows, and the positions of the rows in their table. */
interface WrittenRows {
  rows: Record<string, unknown>[];
  positions: readonly number[];
}

/** Adds `_included` to each row: `company` is an object or null, requisites are an array. */
export async function attachIncluded(
  entity: Entity,
  context: RequestContext,
  names: readonly string[],
  { rows, positions }: WrittenRows,
): Promise<void> {
  const { data, switches } = context.state;
  const relations: (readonly [string, (row: number) => unknown])[] = [];
  if (names.includes('company')) {
    await nativeCall(context, data.companies, 0, 50);
    relations.push(['company', companyOf(entity, context)]);
  }
  if (names.includes('requisite')) {
    await nativeCall(context, data.requisites, 0, 50);
    // No document shows this key (contract §9, "_included key for requisites").
    relations.push([switches.requisitesKey, requisitesOf(entity, context)]);
  }
  for (const [at, row] of rows.entries()) {
    const position = positions[at] ?? 0;
    row['_included'] = Object.fromEntries(relations.map(([name, relation]) => [name, relation(position)]));
  }
}

/** Makes a look-up of companies that reads each company once a response (contract §2). */
function companyOf(entity: Entity, { state }: RequestContext): (row: number) => unknown {
  const { companies } = state.data;
  const write = rowWriter(companies, 'list', null, state.switches);
  const read = new Map<number, unknown>();
  return (row) => {
    const id = entity.table.get(row, 'companyId');
    if (typeof id !== 'number' || id === 0) return null;
    return read.getOrInsertComputed(id, () => {
      const position = companies.table.rowOf(id);
      return position === null ? null : write(position);
    });
  };
}

function requisitesOf(entity: Entity, { state }: RequestContext): (row: number) => unknown {
  const { requisites } = state.data;
  const write = rowWriter(requisites, 'list', null, state.switches);
  const [ownerType, owner] = requisites.fields.filter(({ name }) => name === 'entityTypeId' || name === 'entityId');
  if (ownerType === undefined || owner === undefined) return () => [];
  const entityTypeId = entity.name === 'companies' ? requisiteOwner.companies : requisiteOwner.contacts;
  return (row) =>
    readRows(requisites.table, {
      conditions: [
        { type: 'compare', field: ownerType, operator: 'eq', cell: entityTypeId },
        { type: 'compare', field: owner, operator: 'eq', cell: entity.table.idOf(row) },
      ],
      visible: null,
      order: [],
      offset: 0,
      limit: 50,
      count: false,
      matching: state.switches,
      countKey: '',
    }).rows.map(write);
}
