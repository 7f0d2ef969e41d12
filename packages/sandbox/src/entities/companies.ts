import { companyCreatedTime, companyMultifields, companyUpdatedTime, revenue, title } from '../data/company-values.ts';
import { flag, none, oneOf, user } from '../data/common-values.ts';
import { fieldMakers } from '../data/field-makers.ts';
import { createRowSeeder } from '../data/seed-row.ts';
import { statusCodes } from '../data/statuses.ts';
import type { Field } from '../fields/field.ts';
import { isMultifield } from '../fields/field.ts';
import { multifieldType } from '../fields/multifields.ts';
import { fieldMember, type Member } from '../fields/render.ts';
import { caseInsensitive } from '../store/collation.ts';
import { MULTIFIELDS, Table } from '../store/table.ts';
import type { Switches } from '../switches.ts';
import type { Entity } from './entity.ts';
import { multifieldMember } from './multifield-member.ts';

/** Fields of companies (contract §7, "Companies"). */
export const companyFields: readonly Field[] = [
  { name: 'id', kind: 'integer', title: 'ID', readOnly: true },
  { name: 'title', kind: 'string', title: 'Company name', required: true, seed: title },
  {
    name: 'companyType',
    kind: 'code',
    title: 'Company type',
    groupable: true,
    seed: oneOf(statusCodes('COMPANY_TYPE')),
  },
  { name: 'industry', kind: 'code', title: 'Industry', groupable: true, seed: oneOf(statusCodes('INDUSTRY'), 0.9) },
  { name: 'revenue', kind: 'double', title: 'Annual revenue', summable: true, seed: revenue },
  { name: 'currencyId', kind: 'code', title: 'Currency', seed: () => 'RUB' },
  { name: 'phone', kind: 'phone', title: 'Phone' },
  { name: 'email', kind: 'email', title: 'E-mail' },
  { name: 'web', kind: 'web', title: 'Website' },
  { name: 'comments', kind: 'string', title: 'Comment', seed: none },
  { name: 'sourceId', kind: 'code', title: 'Source', seed: oneOf(statusCodes('SOURCE')) },
  { name: 'sourceDescription', kind: 'string', title: 'Source description', seed: none },
  { name: 'assignedById', kind: 'integer', link: true, title: 'Responsible person', groupable: true, seed: user },
  { name: 'createdBy', kind: 'integer', link: true, title: 'Created by', readOnly: true, seed: () => 1 },
  { name: 'updatedBy', kind: 'integer', link: true, title: 'Modified by', readOnly: true, seed: user },
  { name: 'createdTime', kind: 'datetime', title: 'Created on', readOnly: true, seed: companyCreatedTime },
  { name: 'updatedTime', kind: 'datetime', title: 'Modified on', readOnly: true, seed: companyUpdatedTime },
  { name: 'opened', kind: 'boolean', title: 'Visible to everyone', seed: flag(0.8) },
  { name: 'leadId', kind: 'integer', link: true, title: 'Lead', seed: none },
  {
    name: 'ufCrm_1720019877001',
    kind: 'string',
    title: 'Registry number',
    type: 'string',
    groupable: true,
    seed: none,
  },
];

/** Makes the companies of the made-up portal, with ids from 1. */
export function createCompanies(count: number, seed: number): Entity {
  const table = new Table(companyFields, caseInsensitive);
  const makers = fieldMakers(companyFields).set(MULTIFIELDS, companyMultifields);
  const seedCompany = createRowSeeder(makers, 'companies', seed);
  for (let id = 1; id <= count; id += 1) table.insert(id, seedCompany(id));
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
