import { companies, type CompanyRow } from '@contacts/core';
import { builder } from './builder.ts';
import { entityFilter } from './entity/filter-input.ts';
import { statusOf, userOf } from './entity/relations.ts';
import { addRootFields } from './entity/root-fields.ts';
import { scalarFields } from './entity/scalar-fields.ts';

export const Company = builder.objectRef<CompanyRow>('Company');

builder.node(Company, {
  description: 'A company in the CRM of a Bitrix24 portal.',
  id: { resolve: ({ id }) => id, description: 'The global id.' },
  isTypeOf: () => true,
  fields: (t) => ({
    ...scalarFields(t, companies),
    assignedBy: t.field(userOf(companies, 'assignedById', 'The responsible user.')),
    createdBy: t.field(userOf(companies, 'createdBy', 'The user that created the company.')),
    source: t.field(statusOf(companies, 'sourceId', 'Where the company came from.')),
    type: t.field(statusOf(companies, 'companyType', 'The kind of the company.')),
    industryStatus: t.field(statusOf(companies, 'industry', 'The line of business.')),
    updatedBy: t.field(userOf(companies, 'updatedBy', 'The user that changed the company last.')),
  }),
});

addRootFields({ entity: companies, ref: Company }, entityFilter(companies));
