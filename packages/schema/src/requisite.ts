import type { Requisite as RequisiteRecord } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';

export const Requisite = builder.objectRef<RequisiteRecord>('Requisite').implement({
  description: 'Legal or payment details of a contact.',
  fields: (t) => ({
    requisiteId: t.expose('id', {
      type: 'SafeInt',
      nullable: false,
      description: withUpstreamName('The number of the requisite in Bitrix24.', 'id'),
    }),
    name: t.exposeString('name', { description: withUpstreamName('Name of this set of details.', 'name') }),
    rqName: t.exposeString('rqName', { description: withUpstreamName('Full name.', 'rqName') }),
    rqCompanyName: t.exposeString('rqCompanyName', {
      description: withUpstreamName('Name of the organisation.', 'rqCompanyName'),
    }),
    rqInn: t.exposeString('rqInn', { description: withUpstreamName('Taxpayer number.', 'rqInn') }),
    rqKpp: t.exposeString('rqKpp', { description: withUpstreamName('Registration reason code.', 'rqKpp') }),
  }),
});
