import { ApiError, invalid } from '../api-error.ts';
import type { Entity } from '../entities/entity.ts';
import { requisiteOwner } from '../entities/requisites.ts';
import { rowWriter } from '../entities/row-writer.ts';
import type { Call } from '../http/call.ts';
import { typeName } from '../query/parse-window.ts';
import { readRows } from '../store/read.ts';
import { nativeCall } from './native-call.ts';

const maxIncludes = 3;

/** Past this many rows relations are silently left out (contract §2, "include"). */
export const MAX_ROWS_WITH_INCLUDE = 200;

/** Reads `include`: names joined by commas, or an array in a body (contract §2). */
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

/** Rows as written, and where they stand in their table. */
interface WrittenRows {
  rows: Record<string, unknown>[];
  positions: readonly number[];
}

/** Puts `_included` into each row: `company` as an object or null, requisites as an array. */
export async function attachIncluded(
  entity: Entity,
  call: Call,
  names: readonly string[],
  { rows, positions }: WrittenRows,
): Promise<void> {
  const { data, switches } = call.services;
  const relations: (readonly [string, (row: number) => unknown])[] = [];
  if (names.includes('company')) {
    await nativeCall(call, data.companies, 0, 50);
    relations.push(['company', companyOf(entity, call)]);
  }
  if (names.includes('requisite')) {
    await nativeCall(call, data.requisites, 0, 50);
    // Its key is shown nowhere (contract §9, "_included key for requisites").
    relations.push([switches.requisitesKey, requisitesOf(entity, call)]);
  }
  for (const [at, row] of rows.entries()) {
    const position = positions[at] ?? 0;
    row['_included'] = Object.fromEntries(relations.map(([name, relation]) => [name, relation(position)]));
  }
}

/** The same company is read once for all rows of an answer (contract §2). */
function companyOf(entity: Entity, { services }: Call): (row: number) => unknown {
  const { companies } = services.data;
  const write = rowWriter(companies, 'list', null, services.switches);
  const read = new Map<number, unknown>();
  return (row) => {
    const id = entity.table.get(row, 'companyId');
    if (typeof id !== 'number' || id === 0) return null;
    const known = read.get(id);
    if (known !== undefined) return known;
    const position = companies.table.rowOf(id);
    const company = position === null ? null : write(position);
    read.set(id, company);
    return company;
  };
}

function requisitesOf(entity: Entity, { services }: Call): (row: number) => unknown {
  const { requisites } = services.data;
  const write = rowWriter(requisites, 'list', null, services.switches);
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
      matching: services.switches,
      countKey: '',
    }).rows.map(write);
}
