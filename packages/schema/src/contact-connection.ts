import type { ConnectionArgs, ContactConnection, ContactRow } from '@contacts/core';
import type { GraphQLResolveInfo } from 'graphql';
import { builder } from './builder.ts';
import { Contact } from './contact.ts';
import { ContactFilterInput, toContactFilter } from './contact-filter.ts';
import { ContactOrderInput, toOrderKeys } from './contact-order.ts';
import { selectionIn, selectionOf, selects, upstreamFieldsOf } from './selection.ts';

const ContactConnectionObject = builder.connectionObject(
  {
    type: Contact,
    name: 'ContactConnection',
    description: 'A page of contacts.',
    fields: (t) => ({
      totalCount: t.int({
        description:
          'How many contacts pass the filter and may be seen by the caller. Counted only when it is selected.',
        resolve: (connection) => (connection as RelayConnection).totalCount,
      }),
    }),
  },
  { name: 'ContactEdge' },
);

builder.queryField('contacts', (t) =>
  t.connection(
    {
      type: Contact,
      description:
        'Contacts as a Relay connection. Pages are exact: a walk shows every contact that exists throughout exactly once, whatever is created or deleted meanwhile.',
      args: {
        filter: t.arg({ type: ContactFilterInput, description: 'Which contacts; all when absent.' }),
        orderBy: t.arg({
          type: [ContactOrderInput],
          description: 'Up to three sort keys; the number of the contact is the last key in any case.',
        }),
        first: t.arg.int({ description: 'How many from the front, 0 to 5000; 50 if `last` is absent too.' }),
        after: t.arg.string({ description: 'Only contacts behind this cursor.' }),
        last: t.arg.int({ description: 'How many from the back, 0 to 5000.' }),
        before: t.arg.string({ description: 'Only contacts ahead of this cursor.' }),
      },
      resolve: async (_root, { filter, orderBy, first, after, last, before }, { caller }, info) =>
        toRelay(
          await caller.contacts({
            filter: toContactFilter(filter),
            orderBy: toOrderKeys(orderBy),
            first: first ?? undefined,
            after: after ?? undefined,
            last: last ?? undefined,
            before: before ?? undefined,
            ...askedOf(info),
          }),
        ),
    },
    ContactConnectionObject,
  ),
);

/** What the operation selects on the connection: what is not asked for is neither selected nor counted upstream. */
function askedOf(info: GraphQLResolveInfo): Pick<ConnectionArgs, 'fields' | 'wants'> {
  const connection = selectionOf(info, 'ContactConnection');
  const edges = selectionIn(info, connection, 'edges', 'ContactEdge');
  const pageInfo = selectionIn(info, connection, 'pageInfo', 'PageInfo');
  const contacts = [
    ...selectionIn(info, connection, 'nodes', 'Contact'),
    ...selectionIn(info, edges, 'node', 'Contact'),
  ];
  return {
    fields: upstreamFieldsOf(info, contacts, 'Contact'),
    wants: {
      hasNextPage: selects(pageInfo, 'hasNextPage'),
      hasPreviousPage: selects(pageInfo, 'hasPreviousPage'),
      total: selects(connection, 'totalCount'),
    },
  };
}

type RelayConnection = ReturnType<typeof toRelay>;

/** The connection in Relay's form. Getters, since cursors that nobody selects need not be signed. */
function toRelay(connection: ContactConnection) {
  const { rows, hasNextPage, hasPreviousPage, total } = connection;
  const cursorAt = (index: number): string | null => (rows.length === 0 ? null : connection.cursorOf(index));
  return {
    edges: rows.map((node: ContactRow, index) => ({
      node,
      get cursor() {
        return connection.cursorOf(index);
      },
    })),
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
