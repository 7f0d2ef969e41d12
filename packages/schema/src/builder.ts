import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from './context.ts';

declare module 'graphql' {
  // The parameters have to be those of the interface that is extended.
  // oxlint-disable-next-line no-unused-vars, typescript/no-explicit-any
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs = any> {
    /** The upstream fields that a field is made of: what has to be selected for it. */
    upstreamFields?: readonly string[];
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
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
});

builder.queryType({ description: 'What can be read.' });
