import { type Caller, InvalidArgumentError } from '@contacts/core';
import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { companyFieldsOf } from './asked.ts';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import { Contact } from './contact.ts';
import { readContact } from './contact-connection.ts';
import { type GlobalId, parseGlobalId } from './global-id.ts';
import { User } from './user.ts';

/** Most ids that `nodes` takes: two lists of 50 upstream for each type. */
export const MAX_NODES = 100;

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    description: 'Any object by its global id, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'A global id.' }) },
    resolve: (_root, { id }, { caller }, info) => readNode(caller, info, parseGlobalId('id', id)),
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
      return ids.map((id, index) => parseGlobalId(`ids.${index}`, id)).map((id) => readNode(caller, info, id));
    },
  }),
}));

const refs = { Contact, Company, User };

async function readNode(caller: Caller, info: GraphQLResolveInfo, { type, id }: GlobalId): Promise<object | null> {
  const node = await read();
  // Rows of different types look alike: the brand is how the interface tells them apart.
  if (node) brandWithType(node, refs[type]);
  return node;

  function read(): Promise<object | null> {
    switch (type) {
      case 'Contact':
        return readContact(caller, info, id);
      case 'Company':
        return caller.company(id, companyFieldsOf(info));
      case 'User':
        return caller.user(id);
      default:
        return type satisfies never;
    }
  }
}
