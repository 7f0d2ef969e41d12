import type { Status as StatusRecord } from '@contacts/core';
import { builder } from './builder.ts';

export const Status = builder.objectRef<StatusRecord>('Status').implement({
  description: "An entry of one of the portal's dictionaries.",
  fields: (t) => ({
    statusId: t.exposeString('statusId', { nullable: false, description: 'The code that records hold.' }),
    name: t.exposeString('name', { description: 'What people see, in the language of the portal.' }),
    sort: t.expose('sort', { type: 'SafeInt', description: 'Its place in the dictionary.' }),
    color: t.exposeString('color'),
  }),
});
