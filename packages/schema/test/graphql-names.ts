import type { Entity } from '@contacts/core';
import { type GraphQLObjectType, isLeafType, getNullableType } from 'graphql';
import { typeName } from '../src/entity/type-name.ts';
import { schema } from '../src/schema.ts';

/** The name that an upstream field has on the type of its entity: that of the scalar which is made of it alone. */
export function graphqlName(entity: Entity, field: string): string {
  const type = typeName(entity);
  // The global id is `id`; the upstream's number has no entry, since every row has it unasked.
  if (field === 'id') return `${type.toLowerCase()}Id`;
  const fields = Object.values((schema.getType(type) as GraphQLObjectType).getFields());
  const [own, ...others] = fields.filter(
    ({ type: fieldType, extensions }) =>
      isLeafType(getNullableType(fieldType)) && extensions.requires?.fields?.join() === field,
  );
  if (!own || others.length > 0)
    throw new Error(`${type} has ${others.length + (own ? 1 : 0)} scalars made of ${field}.`);
  return own.name;
}
