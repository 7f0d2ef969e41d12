import { seedCompany } from '../data/seed-companies.ts';
import type { Field } from '../fields/field.ts';
import { isMultifield } from '../fields/field.ts';
import { multifieldType } from '../fields/multifields.ts';
import { fieldMember, type Member } from '../fields/render.ts';
import { caseInsensitive } from '../store/collation.ts';
import { Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import type { Entity } from './entity.ts';
import { multifieldMember } from './multifield-member.ts';

/** Contract §7, "Companies". */
const companyFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'title', kind: 'string', title: 'Company name', required: true },
  { name: 'companyType', kind: 'code', title: 'Company type', groupable: true },
  { name: 'industry', kind: 'code', title: 'Industry', groupable: true },
  { name: 'revenue', kind: 'double', title: 'Annual revenue', summable: true },
  { name: 'currencyId', kind: 'code', title: 'Currency' },
  { name: 'phone', kind: 'phone', title: 'Phone' },
  { name: 'email', kind: 'email', title: 'E-mail' },
  { name: 'web', kind: 'web', title: 'Website' },
  { name: 'comments', kind: 'string', title: 'Comment' },
  { name: 'sourceId', kind: 'code', title: 'Source' },
  { name: 'sourceDescription', kind: 'string', title: 'Source description' },
  { name: 'assignedById', kind: 'integer', title: 'Responsible person', groupable: true },
  { name: 'createdBy', kind: 'integer', title: 'Created by', readOnly: true },
  { name: 'updatedBy', kind: 'integer', title: 'Modified by', readOnly: true },
  { name: 'createdTime', kind: 'datetime', title: 'Created on', readOnly: true },
  { name: 'updatedTime', kind: 'datetime', title: 'Modified on', readOnly: true },
  { name: 'opened', kind: 'boolean', title: 'Visible to everyone' },
  { name: 'leadId', kind: 'integer', title: 'Lead' },
  { name: 'ufCrm_1720019877001', kind: 'string', title: 'Registry number', type: 'string', groupable: true },
];

/** Makes the companies of the made-up portal, with ids from 1. */
export function createCompanies(count: number, seed: number): Entity {
  const table = new Table(companyFields, caseInsensitive);
  for (let id = 1; id <= count; id += 1) table.insert(id, seedCompany(id, seed));
  return {
    name: 'companies',
    scope: 'crm',
    fields: companyFields,
    missing: 'ENTITY_NOT_FOUND',
    includes: ['requisite'],
    table,
    members: (_shape, switches) => new Map(companyFields.map((field) => [field.name, member(table, field, switches)])),
    visibleTo: () => null,
  };
}

function member(table: Table, field: Field, switches: Switches): Member {
  if (!isMultifield(field.kind)) return fieldMember(table, field, switches);
  return multifieldMember(table, multifieldType(field.kind), switches.phoneShape, switches);
}
