import {
  type CompanyField,
  companyFields,
  type CompanyFieldValue,
  type CompanyRow,
  isCopiedKind,
  readCompanyField,
  type ValueKind,
} from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';
import { User } from './user.ts';

export const Company = builder.objectRef<CompanyRow>('Company');

/** A field of the same name and value as upstream. */
function upstream<F extends CompanyField>(field: F, text: string) {
  const kind: ValueKind = companyFields[field].kind;
  return {
    description: withUpstreamName(text, field),
    extensions: { requires: { fields: [field] }, ...(isCopiedKind(kind) ? { copies: { name: field, kind } } : {}) },
    resolve: (row: CompanyRow): CompanyFieldValue<F> => readCompanyField(row, field),
  };
}

builder.node(Company, {
  description: 'A company in the CRM of a Bitrix24 portal.',
  id: { resolve: ({ id }) => id, description: 'The global id.' },
  isTypeOf: () => true,
  fields: (t) => ({
    companyId: t.field({
      type: 'SafeInt',
      nullable: false,
      description: withUpstreamName('The number of the company in Bitrix24.', 'id'),
      extensions: { copies: { name: 'id', kind: 'id' } },
      resolve: ({ id }) => id,
    }),
    title: t.string(upstream('title', 'The name of the company.')),
    companyType: t.string(upstream('companyType', 'Code of the dictionary COMPANY_TYPE.')),
    industry: t.string(upstream('industry', 'Code of the dictionary INDUSTRY.')),
    revenue: t.float(upstream('revenue', 'Yearly revenue, in the currency `currencyId`.')),
    currencyId: t.string(upstream('currencyId', 'Currency of the revenue, as an ISO 4217 code.')),
    phone: t.string(upstream('phone', 'The first phone number.')),
    email: t.string(upstream('email', 'The first e-mail address.')),
    web: t.string(upstream('web', 'The first web address.')),
    comments: t.string(upstream('comments', 'Free text; can hold BB codes.')),
    assignedById: t.field({ type: 'SafeInt', ...upstream('assignedById', 'The number of the responsible user.') }),
    createdTime: t.field({ type: 'DateTime', ...upstream('createdTime', 'Time of creation.') }),
    updatedTime: t.field({ type: 'DateTime', ...upstream('updatedTime', 'Time of the last change.') }),
    opened: t.boolean(upstream('opened', 'True if all users of the portal may see the company.')),
    assignedBy: t.field({
      type: User,
      description: withUpstreamName('The responsible user.', 'assignedById'),
      extensions: { requires: { fields: ['assignedById'], relation: { entity: 'user', by: 'assignedById' } } },
      resolve: (row, _args, { caller }) => caller.user(readCompanyField(row, 'assignedById')),
    }),
  }),
});
