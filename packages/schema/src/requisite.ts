import type { Requisite as RequisiteRecord } from '@contacts/core';
import { builder } from './builder.ts';

export const Requisite = builder.objectRef<RequisiteRecord>('Requisite').implement({
  description: 'Legal or payment details of a contact.',
  fields: (t) => ({
    requisiteId: t.expose('id', {
      type: 'SafeInt',
      nullable: false,
      description: 'The number of the requisite in Bitrix24.',
    }),
    name: t.exposeString('name'),
    rqName: t.exposeString('rqName', { description: 'Full name.' }),
    rqCompanyName: t.exposeString('rqCompanyName', { description: 'Name of the organisation.' }),
    rqInn: t.exposeString('rqInn', { description: 'Taxpayer number.' }),
    rqKpp: t.exposeString('rqKpp', { description: 'Registration reason code.' }),
  }),
});
