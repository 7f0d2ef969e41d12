import type { User as UserRecord } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';

export const User = builder.objectRef<UserRecord>('User');

builder.node(User, {
  description: 'A person that works with the portal.',
  id: { resolve: ({ id }) => id, description: 'The global id.' },
  isTypeOf: () => true,
  fields: (t) => ({
    userId: t.expose('id', {
      type: 'SafeInt',
      nullable: false,
      description: withUpstreamName('The number of the user in Bitrix24.', 'id'),
    }),
    name: t.exposeString('name', { description: withUpstreamName('First name.', 'name') }),
    lastName: t.exposeString('lastName', { description: withUpstreamName('Last name.', 'lastName') }),
    email: t.exposeString('email', { description: withUpstreamName('E-mail address.', 'email') }),
    workPosition: t.exposeString('workPosition', { description: withUpstreamName('Job title.', 'workPosition') }),
    active: t.exposeBoolean('active', {
      description: withUpstreamName('True while the user has access; users that left stay as inactive.', 'active'),
    }),
  }),
});
