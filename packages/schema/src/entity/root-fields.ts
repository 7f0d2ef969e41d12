import { builder } from '../builder.ts';
import { parseRecordId } from '../global-id.ts';
import { type EntityPages, entityPages, type EntitySearch } from './entity-pages.ts';
import type { EntityFilter } from './filter-input.ts';
import { addNodeType, type NodeType } from './node-types.ts';
import { readRecord } from './read-record.ts';
import { typeName } from './type-name.ts';

/**
 * Adds the fields of the root by which an entity is read: a connection under its name, and one record under its
 * singular; its records get global ids.
 * @returns its connections, for fields of other types
 */
export function addRootFields(nodeType: NodeType, filter: EntityFilter, search?: EntitySearch): EntityPages {
  const { entity, ref } = nodeType;
  const { name, singular } = entity;
  const type = typeName(entity);
  const pages = entityPages(nodeType, filter, search);
  addNodeType(nodeType);
  builder.queryFields((t) => ({
    [name]: t.connection(
      {
        type: ref,
        description: `${name.charAt(0).toUpperCase()}${name.slice(1)} as a Relay connection. Pages are exact: a walk shows every ${singular} that exists throughout exactly once, whatever is created or deleted meanwhile.`,
        args: pages.args,
        extensions: { requires: { connection: pages.argsOf } },
        resolve: (_root, args, context, info) =>
          pages.readRoot(() => pages.argsOf(args, context.inputLimits), context, info) as never,
      },
      pages.type,
    ),
    [singular]: t.field({
      type: ref,
      description: `One ${singular}, or null if there is none that the caller may see.`,
      args: {
        id: t.arg.id({ required: true, description: `The global id, or the number of the ${singular} in Bitrix24.` }),
      },
      extensions: { requires: { records: ({ id }) => [{ type, id: parseRecordId('id', id, type) }] } },
      resolve: (_root, { id }, context, info) => readRecord(entity, parseRecordId('id', id, type), context, info),
    }),
  }));
  return pages;
}
