import { type ContactField, InvalidArgumentError } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from './builder.ts';
import { toContactId } from './contact.ts';
import { selectionOf, upstreamFieldsOf } from './selection.ts';

/** Most ids that `nodes` takes: two calls upstream. */
export const MAX_NODES = 100;

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    description: 'Any object by its global id, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    resolve: (_root, { id }, { caller }, info) => caller.contact(toContactId('id', id), contactFieldsOf(info)),
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: `Objects by their global ids, each in the place of its id; null for those that the caller cannot see. At most ${MAX_NODES}.`,
    args: { ids: t.arg.idList({ required: true, description: 'Global ids.' }) },
    resolve: (_root, { ids }, { caller }, info) => {
      if (ids.length > MAX_NODES) {
        throw new InvalidArgumentError('ids', `a list of ${ids.length}`, `a list of at most ${MAX_NODES} ids`);
      }
      const fields = contactFieldsOf(info);
      return ids.map((id, index) => toContactId(`ids.${index}`, id)).map((id) => caller.contact(id, fields));
    },
  }),
}));

function contactFieldsOf(info: GraphQLResolveInfo): ReadonlySet<ContactField> {
  return upstreamFieldsOf(info, selectionOf(info, 'Contact'), 'Contact');
}
