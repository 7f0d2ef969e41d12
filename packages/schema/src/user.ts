import { type UserRow, users } from '@contacts/core';
import { builder } from './builder.ts';
import { entityFilter } from './entity/filter-input.ts';
import { addRootFields } from './entity/root-fields.ts';
import { scalarFields } from './entity/scalar-fields.ts';

export const User = builder.objectRef<UserRow>('User');

builder.node(User, {
  description: 'A person that works with the portal.',
  id: { resolve: ({ id }) => id, description: 'The global id.' },
  isTypeOf: () => true,
  fields: (t) => scalarFields(t, users),
});

addRootFields({ entity: users, ref: User }, entityFilter(users));
