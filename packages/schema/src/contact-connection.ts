import type { Connection as Page, ContactRow } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import { Contact } from './contact.ts';
import { ContactFilterInput } from './contact-filter.ts';
import { ContactOrderInput } from './contact-order.ts';
import { type ContactsArgs, toPageArgs } from './contacts-args.ts';
import type { Context } from './context.ts';
import { parseContactId } from './global-id.ts';
import { pageRequirements, recordRequirements } from './operation/of-info.ts';

const ContactConnection = builder.connectionObject(
  {
    type: Contact,
    name: 'ContactConnection',
    description: 'A page of contacts.',
    fields: (t) => ({
      nodes: t.field({
        type: [Contact],
        nullable: { list: false, items: false },
        description: 'The contacts of the page, without cursors of their own.',
        extensions: { requires: { of: 'record', length: 'page' } },
        resolve: (connection) => (connection as unknown as Connection).nodes,
      }),
      totalCount: t.field({
        type: 'SafeInt',
        description:
          'How many contacts pass the filter and may be seen by the caller. Counted only when it is selected.',
        extensions: { requires: { wants: 'total' } },
        resolve: (connection) => (connection as unknown as Connection).totalCount,
      }),
    }),
  },
  { name: 'ContactEdge', description: 'A contact of a page, with its cursor.' },
);

const ANY_COMPANY = 1;

const pageArgs = builder.args((t) => ({
  filter: t.field({ type: ContactFilterInput, description: 'Which contacts; all when absent.' }),
  orderBy: t.field({
    type: [ContactOrderInput],
    description: 'Up to three sort keys; the number of the contact is the last key in any case.',
  }),
}));

builder.queryFields((t) => ({
  contacts: t.connection(
    {
      type: Contact,
      description:
        'Contacts as a Relay connection. Pages are exact: a walk shows every contact that exists throughout exactly once, whatever is created or deleted meanwhile.',
      args: pageArgs,
      extensions: { requires: { connection: toPageArgs } },
      resolve: (_root, args, context, info) => readConnection(context, info, args),
    },
    ContactConnection,
  ),
  contact: t.field({
    type: Contact,
    description: 'One contact, or null if there is none that the caller may see.',
    args: { id: t.arg.id({ required: true, description: 'The global id, or the number of the contact in Bitrix24.' }) },
    extensions: { requires: { records: ({ id }) => [{ type: 'Contact', id: parseContactId('id', id) }] } },
    resolve: (_root, { id }, context, info) => readContact(context, info, parseContactId('id', id)),
  }),
}));

builder.objectField(Company, 'contacts', (t) =>
  t.connection(
    {
      type: Contact,
      description:
        'The contacts whose main company it is. Costs one call upstream for each company, up to 50 of them in a request.',
      args: pageArgs,
      // Each company has a page of the same form: which one it is does not matter to the plan.
      extensions: { requires: { connection: (args, limits) => toPageArgs(args, limits, ANY_COMPANY) } },
      resolve: (company, args, context, info) => readConnection(context, info, args, company.id),
    },
    ContactConnection,
  ),
);

/** One contact with what is selected on it. */
export async function readContact(context: Context, info: GraphQLResolveInfo, id: number): Promise<ContactRow | null> {
  return context.caller.contact(id, recordRequirements(info, 'Contact', context));
}

async function readConnection(
  context: Context,
  info: GraphQLResolveInfo,
  args: ContactsArgs,
  companyId?: number,
): Promise<Connection> {
  const { each, wants } = pageRequirements(info, context);
  const page = await context.caller.contacts({ ...toPageArgs(args, context.inputLimits, companyId), wants }, each);
  return new Connection(page);
}

/** A connection in Relay's form. Parts that are not selected are not made, and cursors that are not selected not signed. */
class Connection {
  readonly totalCount: number | Promise<number> | null;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.totalCount = page.total ?? null;
  }

  get nodes(): Page['rows'] {
    return this.#page.rows;
  }

  get edges(): readonly { readonly node: ContactRow; readonly cursor: string }[] {
    return this.#page.rows.map((node, index) => new Edge(node, index, this.#page));
  }

  get pageInfo() {
    const page = this.#page;
    const cursorAt = (index: number): string | null => (page.rows.length === 0 ? null : page.cursorOf(index));
    return {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(page.rows.length - 1);
      },
    };
  }
}

class Edge {
  readonly node: ContactRow;
  readonly #index: number;
  readonly #page: Page;
  #cursor: string | undefined;

  constructor(node: ContactRow, index: number, page: Page) {
    this.node = node;
    this.#index = index;
    this.#page = page;
  }

  get cursor(): string {
    return (this.#cursor ??= this.#page.cursorOf(this.#index));
  }
}
