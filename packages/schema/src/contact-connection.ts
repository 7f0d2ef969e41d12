import type { ContactConnection as Page, ContactRow } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import { askedOfConnection, askedOfContact, type AskScope, type ContactsArgs } from './asked.ts';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import { Contact } from './contact.ts';
import { ContactFilterInput } from './contact-filter.ts';
import { ContactOrderInput } from './contact-order.ts';
import type { Context } from './context.ts';
import { parseContactId } from './global-id.ts';
import { selectionBelow } from './selection.ts';

const ContactConnection = builder.connectionObject(
  {
    type: Contact,
    name: 'ContactConnection',
    description: 'A page of contacts.',
    fields: (t) => ({
      totalCount: t.field({
        type: 'SafeInt',
        description:
          'How many contacts pass the filter and may be seen by the caller. Counted only when it is selected.',
        resolve: (connection) => (connection as RelayConnection).totalCount,
      }),
    }),
  },
  { name: 'ContactEdge' },
);

const connectionArgs = builder.args((t) => ({
  filter: t.field({ type: ContactFilterInput, description: 'Which contacts; all when absent.' }),
  orderBy: t.field({
    type: [ContactOrderInput],
    description: 'Up to three sort keys; the number of the contact is the last key in any case.',
  }),
  first: t.int({ description: 'How many from the front, 0 to 5000; 50 if `last` is absent too.' }),
  after: t.string({ description: 'Only contacts behind this cursor.' }),
  last: t.int({ description: 'How many from the back, 0 to 5000.' }),
  before: t.string({ description: 'Only contacts ahead of this cursor.' }),
}));

builder.queryFields((t) => ({
  contacts: t.connection(
    {
      type: Contact,
      description:
        'Contacts as a Relay connection. Pages are exact: a walk shows every contact that exists throughout exactly once, whatever is created or deleted meanwhile.',
      args: connectionArgs,
      resolve: (_root, args, context, info) => readConnection(context, info, args),
    },
    ContactConnection,
  ),
  contact: t.field({
    type: Contact,
    description: 'One contact, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'The global id, or the number of the contact in Bitrix24.' }) },
    resolve: (_root, { id }, context, info) => readContact(context, info, parseContactId('id', id)),
  }),
}));

builder.objectField(Company, 'contacts', (t) =>
  t.connection(
    {
      type: Contact,
      description:
        'The contacts whose main company it is. Costs one call upstream for each company, up to 50 of them in a request.',
      args: connectionArgs,
      resolve: (company, args, context, info) => readConnection(context, info, args, company.id),
    },
    ContactConnection,
  ),
);

/** One contact with what is selected on it. */
export async function readContact(context: Context, info: GraphQLResolveInfo, id: number): Promise<ContactRow | null> {
  const scope = scopeOf(context, info);
  const { fields, needs } = askedOfContact(scope, selectionBelow(scope, info.fieldNodes, 'Contact'));
  return context.caller.contact(id, fields, needs);
}

async function readConnection(
  context: Context,
  info: GraphQLResolveInfo,
  contactsArgs: ContactsArgs,
  companyId?: number,
): Promise<RelayConnection> {
  const { args, needs } = askedOfConnection(scopeOf(context, info), info.fieldNodes, contactsArgs, companyId);
  return toRelay(await context.caller.contacts(args, needs));
}

function scopeOf({ caller, inputLimits }: Context, info: GraphQLResolveInfo): AskScope {
  return { ...info, caller, inputLimits };
}

type RelayConnection = ReturnType<typeof toRelay>;

/** The connection in Relay's form. Getters, since cursors that nobody selects need not be signed. */
function toRelay(page: Page) {
  const { rows, hasNextPage, hasPreviousPage, total } = page;
  const cursorAt = (index: number): string | null => (rows.length === 0 ? null : page.cursorOf(index));
  return {
    edges: rows.map((node: ContactRow, index) => {
      let cursor: string | undefined;
      return {
        node,
        get cursor() {
          return (cursor ??= page.cursorOf(index));
        },
      };
    }),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(rows.length - 1);
      },
    },
    totalCount: total ?? null,
  };
}
