import type { Status as StatusRecord } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';

export const Status = builder.objectRef<StatusRecord>('Status').implement({
  description: "An entry of one of the portal's dictionaries.",
  fields: (t) => ({
    statusId: t.exposeString('statusId', {
      nullable: false,
      description: withUpstreamName('The code that records hold.', 'statusId'),
    }),
    name: t.exposeString('name', {
      description: withUpstreamName('What people see, in the language of the portal.', 'name'),
    }),
    sort: t.expose('sort', {
      type: 'SafeInt',
      description: withUpstreamName('Its place in the dictionary, smallest first.', 'sort'),
    }),
    color: t.exposeString('color', {
      description: withUpstreamName('Its color as CSS has it, such as `#ff5722`.', 'color'),
    }),
  }),
});
