import { seedStatuses } from '../data/statuses.ts';
import type { Field } from '../fields/field.ts';
import { caseInsensitive } from '../store/collation.ts';
import { Table } from '../store/table.ts';
import { type Entity, storedMembers } from './entity.ts';

/** Fields of statuses, two of them in upper case (contract §7, "Statuses"). */
const statusFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'entityId', kind: 'code', title: 'Dictionary' },
  { name: 'statusId', kind: 'code', title: 'Code' },
  { name: 'name', kind: 'string', title: 'Name', required: true },
  { name: 'nameInit', kind: 'string', title: 'Default name' },
  { name: 'sort', kind: 'integer', title: 'Sort' },
  { name: 'color', kind: 'code', title: 'Colour' },
  { name: 'semantics', kind: 'code', title: 'Semantics' },
  { name: 'SYSTEM', kind: 'yesno', title: 'System' },
  { name: 'CATEGORY_ID', kind: 'integer', title: 'Pipeline' },
];

/** Makes the dictionaries: sources, types, salutations and those of companies. */
export function createStatuses(): Entity {
  const table = new Table(statusFields, caseInsensitive);
  const sorts = new Map<string, number>();
  for (const [at, { entityId, statusId, name, semantics, color }] of seedStatuses().entries()) {
    const sort = (sorts.get(entityId) ?? 0) + 10;
    sorts.set(entityId, sort);
    const cells = { entityId, statusId, name, nameInit: name, sort, color, semantics, SYSTEM: 1, CATEGORY_ID: 0 };
    table.insert(at * 2 + 1, cells);
  }
  return {
    name: 'statuses',
    scope: 'crm',
    fields: statusFields,
    missing: 'NOT_FOUND',
    includes: [],
    fieldsShape: 'upper',
    table,
    members: (_shape, switches) => storedMembers(table, statusFields, switches),
    visibleTo: () => null,
  };
}
