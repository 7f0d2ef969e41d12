import { createRandom } from '../data/random.ts';
import type { Field } from '../fields/field.ts';
import { caseInsensitive } from '../store/collation.ts';
import { Table } from '../store/table.ts';
import { type Entity, storedMembers } from './entity.ts';

/** Type ids of the owners of requisites (contract §7, "Requisites"). */
export const requisiteOwner = { contacts: 3, companies: 4 } as const;

/** Most used of about sixty fields. Dates and author have other names than in contacts (contract §7). */
const requisiteFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'entityTypeId', kind: 'integer', title: 'Owner type', required: true },
  { name: 'entityId', kind: 'integer', title: 'Owner', required: true },
  { name: 'presetId', kind: 'integer', title: 'Template' },
  { name: 'name', kind: 'string', title: 'Name', required: true },
  { name: 'active', kind: 'boolean', title: 'Active' },
  { name: 'sort', kind: 'integer', title: 'Sort' },
  { name: 'rqName', kind: 'string', title: 'Full name' },
  { name: 'rqCompanyName', kind: 'string', title: 'Short name of the organisation' },
  { name: 'rqInn', kind: 'code', title: 'Taxpayer number' },
  { name: 'rqKpp', kind: 'code', title: 'Registration reason code' },
  { name: 'RQ_VAT_ID', kind: 'code', title: 'VAT number' },
  { name: 'createdAt', kind: 'datetime', title: 'Created on', readOnly: true },
  { name: 'updatedAt', kind: 'datetime', title: 'Modified on', readOnly: true },
  { name: 'createdBy', kind: 'integer', title: 'Created by', readOnly: true },
  { name: 'modifyBy', kind: 'integer', title: 'Modified by', readOnly: true },
];

const everyNthContact = 20;

/** Makes one requisite for each company, two for every tenth, and one for every 20th contact. */
export function createRequisites(companies: number, contactIds: Iterable<number>, seed: number): Entity {
  const table = new Table(requisiteFields, caseInsensitive);
  for (let id = 1; id <= companies; id += 1) {
    addTo(table, requisiteOwner.companies, id, seed);
    if (id % 10 === 0) addTo(table, requisiteOwner.companies, id, seed + 1);
  }
  for (const id of contactIds) if (id % everyNthContact === 0) addTo(table, requisiteOwner.contacts, id, seed);
  return {
    name: 'requisites',
    scope: 'crm',
    fields: requisiteFields,
    missing: 'ENTITY_NOT_FOUND',
    includes: [],
    fieldsShape: 'flat',
    table,
    members: (_shape, switches) => storedMembers(table, requisiteFields, switches),
    visibleTo: () => null,
  };
}

function addTo(table: Table, entityTypeId: number, entityId: number, seed: number): void {
  const inn = createRandom(seed, 'requisites', 'rqInn', entityTypeId, entityId);
  const company = entityTypeId === requisiteOwner.companies;
  const created = Date.UTC(2021, 2, 1, 6) + (entityId % 40_000) * 3_600_000;
  table.insert(table.lastId + 1, {
    entityTypeId,
    entityId,
    presetId: company ? 1 : 3,
    name: company ? 'Organisation' : 'Individual',
    active: 1,
    sort: 500,
    rqName: company ? null : `Holder ${entityId}`,
    rqCompanyName: company ? `Company ${entityId}` : null,
    rqInn: `00${String(inn.below(100_000_000)).padStart(8, '0')}`,
    rqKpp: company ? '000001001' : null,
    createdAt: created,
    updatedAt: created,
    createdBy: 1,
    modifyBy: 1,
  });
}
