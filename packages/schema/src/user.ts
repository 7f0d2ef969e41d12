import type { User as UserRecord } from '@contacts/core';
import { builder } from './builder.ts';

export const User = builder.objectRef<UserRecord>('User');

builder.node(User, {
  description: 'Somebody who works with the portal.',
  id: { resolve: ({ id }) => id, description: 'The global id.' },
  isTypeOf: () => true,
  fields: (t) => ({
    userId: t.expose('id', { type: 'SafeInt', nullable: false, description: 'The number of the user in Bitrix24.' }),
    name: t.exposeString('name', { description: 'First name.' }),
    lastName: t.exposeString('lastName', { description: 'Last name.' }),
    email: t.exposeString('email'),
    workPosition: t.exposeString('workPosition', { description: 'Job title.' }),
    active: t.exposeBoolean('active', { description: 'Whether the user still has access.' }),
  }),
});
