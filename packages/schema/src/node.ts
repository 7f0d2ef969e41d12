import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { nodeTypeOf } from './entity/node-types.ts';
import { readRecord } from './entity/read-record.ts';
import { parseGlobalId, parseGlobalIds } from './global-id.ts';
import type { GlobalId } from './operation/field-requirements.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    description: 'Any object by its global id, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    extensions: { requires: { records: ({ id }) => [parseGlobalId('id', id)] } },
    resolve: (_root, { id }, context, info) => readNode(context, info, parseGlobalId('id', id)),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: true, items: true },
    description:
      'Objects by their global ids, each in the place of its id; null for those that the caller cannot see, and null with an error for what is no global id. At most 100, unless the gateway is set otherwise.',
    args: { ids: t.arg.idList({ required: true, description: 'Global ids.' }) },
    extensions: {
      requires: {
        records: ({ ids }, limits) =>
          parseGlobalIds(ids, limits).filter((id): id is GlobalId => !(id instanceof Error)),
        length: ({ ids }) => ids.length,
      },
    },
    resolve: (_root, { ids }, context, info) =>
      parseGlobalIds(ids, context.inputLimits).map((id) => (id instanceof Error ? id : readNode(context, info, id))),
  }),
}));

async function readNode(context: Context, info: GraphQLResolveInfo, { type, id }: GlobalId): Promise<object | null> {
  const nodeType = nodeTypeOf(type);
  if (!nodeType) throw new TypeError(`There is no type "${type}" with global ids.`);
  const node = await readRecord(nodeType.entity, id, context, info);
  // Rows of different types look alike: the brand is how the interface tells them apart.
  if (node) brandWithType(node, nodeType.ref);
  return node;
}
