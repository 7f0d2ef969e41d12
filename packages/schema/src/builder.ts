import type { CopiedMember } from '@contacts/core';
import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from './context.ts';
import { pageArgTexts } from './descriptions.ts';

declare module 'graphql' {
  // The parameters have to be those of the interface that is extended.
  // oxlint-disable-next-line no-unused-vars, typescript/no-explicit-any
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs = any> {
    /** The upstream fields that a field is made of: what has to be selected for it. */
    upstreamFields?: readonly string[];
    /** The member of an upstream's row that the field shows as it is. Its resolver decodes what cannot be copied. */
    copies?: Pick<CopiedMember, 'name' | 'kind'>;
  }
}

/** The schema's builder. Entity files define types on it; `schema.ts` builds the result. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: true;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    Date: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    SafeInt: { Input: number; Output: number };
  };
}>({
  plugins: [RelayPlugin],
  relay: {
    // `node` and `nodes` are fields of our own (`node.ts`): the plugin's do not pass on what is selected.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    // `nodes` is a field of our own too (`contact-connection.ts`): the plugin's makes an edge for each.
    nodesOnConnection: false,
    cursorType: 'String',
    // Whole pages fail or stand: a row without an id cannot be told apart, and any other field fails on its own.
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The contacts of the page, each with its cursor.',
    },
    nodeFieldOptions: { nullable: false, description: 'The contact.' },
    cursorFieldOptions: {
      description: 'Cursor of this contact, for `after` or `before` with the same filter and order.',
    },
    nodeTypeOptions: { description: 'An object with a global id.' },
    idFieldOptions: { description: 'The global id.' },
    pageInfoTypeOptions: { description: 'The place of a page among all pages.' },
    pageInfoFieldOptions: { description: 'The place of the page among all pages.' },
    hasNextPageFieldOptions: { description: 'True if contacts follow behind the page.' },
    hasPreviousPageFieldOptions: { description: 'True if contacts stand ahead of the page.' },
    startCursorFieldOptions: { description: 'Cursor of the first contact of the page; null on an empty page.' },
    endCursorFieldOptions: {
      description: 'Cursor of the last contact of the page, for `after`; null on an empty page.',
    },
    firstArgOptions: { description: pageArgTexts.first },
    afterArgOptions: { description: pageArgTexts.after },
    lastArgOptions: { description: pageArgTexts.last },
    beforeArgOptions: { description: pageArgTexts.before },
  },
});

builder.queryType({ description: 'What can be read.' });
