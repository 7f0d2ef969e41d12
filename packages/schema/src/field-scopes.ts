import type { Scope } from '@contacts/core';
import { getNamedType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { nodeTypeOf } from './entity/node-types.ts';

/** A field of the schema, and the scope that a key needs to read it. */
export interface ScopedField {
  readonly type: string;
  readonly name: string;
  readonly scope: Scope;
}

const scopesOfSchemas = new WeakMap<GraphQLSchema, readonly ScopedField[]>();

/**
 * Returns the fields of the root and of the records, each with the scope that it needs. Fields of other types come with the
 * field that gives their object.
 */
export function scopedFields(schema: GraphQLSchema): readonly ScopedField[] {
  return scopesOfSchemas.getOrInsertComputed(schema, fieldsWithScopes);
}

function fieldsWithScopes(schema: GraphQLSchema): readonly ScopedField[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && (type === schema.getQueryType() || nodeTypeOf(type.name) !== undefined),
  ) as readonly GraphQLObjectType[];
  return types.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const scope = scopeOf(type, field);
      return scope === undefined ? [] : [{ type: type.name, name: field.name, scope }];
    }),
  );
}

/** Returns the scope of a field: that of its entity for a record, otherwise that of the record it belongs to. */
function scopeOf(
  parent: GraphQLObjectType,
  { type, extensions: { requires = {} } }: GraphQLField<unknown, unknown>,
): Scope | undefined {
  const { name } = getNamedType(type);
  const target = nodeTypeOf(name.replace(/Connection$/, ''));
  if (target) return target.entity.scope;
  const { dictionary, reference, aggregate } = requires;
  if (dictionary !== undefined || reference === 'fields' || aggregate) return 'crm';
  return nodeTypeOf(parent.name)?.entity.scope;
}

/** Thinner profiles of users have scopes of their own (contract §6, "Scopes"). */
const scopesThatGive: Readonly<Record<Scope, readonly string[]>> = {
  crm: ['crm'],
  user: ['user', 'user_basic', 'user_brief'],
};

/** Returns true if a key with these scopes can read a field; `null` if its scopes are not known. */
export function isReadable({ scope }: ScopedField, scopes: readonly string[] | null): boolean | null {
  return scopes && scopesThatGive[scope].some((one) => scopes.includes(one));
}
