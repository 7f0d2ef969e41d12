import type { ContactField } from '@contacts/core';
import { type GraphQLObjectType, isLeafType, getNullableType } from 'graphql';
import { schema } from '../src/schema.ts';

/** The name that an upstream field has on the type `Contact`: that of the scalar which is made of it alone. */
export function graphqlName(field: ContactField): string {
  // The global id is `id`; the upstream's number has no entry, since every row has it unasked.
  if (field === 'id') return 'contactId';
  const fields = Object.values((schema.getType('Contact') as GraphQLObjectType).getFields());
  const [own, ...others] = fields.filter(
    ({ type, extensions }) => isLeafType(getNullableType(type)) && extensions.requires?.fields?.join() === field,
  );
  if (!own || others.length > 0)
    throw new Error(`Contact has ${others.length + (own ? 1 : 0)} scalars made of ${field}.`);
  return own.name;
}
