import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import type { Context } from './context.ts';
import { pageArgTexts } from './descriptions.ts';
import type { FieldRequirements } from './operation/field-requirements.ts';

/** Declares what a field requires. */
const requires = (requirements: FieldRequirements) => ({ extensions: { requires: requirements } });

/** The schema's builder. Entity files define types on it; `schema.ts` builds the result. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: true;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    Date: { Input: string; Output: string };
    JSON: { Input: never; Output: unknown };
    DateTime: { Input: string; Output: string };
    SafeInt: { Input: number; Output: number };
  };
}>({
  plugins: [RelayPlugin],
  relay: {
    // `node` and `nodes` are fields of our own (`node.ts`): the plugin's do not pass on what is selected.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    // `nodes` is a field of our own too (`entity/connection-type.ts`): the plugin's makes an edge for each.
    nodesOnConnection: false,
    cursorType: 'String',
    // An edge is never null: a row without an id fails the whole page, and any other field fails on its own.
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The records of the page, each with its cursor.',
      ...requires({ of: 'page', length: 'page' }),
    },
    nodeFieldOptions: { nullable: false, description: 'The record.', ...requires({ of: 'record' }) },
    cursorFieldOptions: {
      description: 'Cursor of this record, for `after` or `before` with the same filter and order.',
    },
    nodeTypeOptions: { description: 'An object with a global id.' },
    idFieldOptions: { description: 'The global id.' },
    pageInfoTypeOptions: { description: 'The place of a page among all pages.' },
    pageInfoFieldOptions: { description: 'The place of the page among all pages.', ...requires({ of: 'page' }) },
    hasNextPageFieldOptions: {
      description: 'True if records follow behind the page.',
      ...requires({ wants: 'hasNextPage' }),
    },
    hasPreviousPageFieldOptions: {
      description: 'True if records stand ahead of the page.',
      ...requires({ wants: 'hasPreviousPage' }),
    },
    startCursorFieldOptions: { description: 'Cursor of the first record of the page; null on an empty page.' },
    endCursorFieldOptions: {
      description: 'Cursor of the last record of the page, for `after`; null on an empty page.',
    },
    firstArgOptions: { description: pageArgTexts.first },
    afterArgOptions: { description: pageArgTexts.after },
    lastArgOptions: { description: pageArgTexts.last },
    beforeArgOptions: { description: pageArgTexts.before },
  },
});

/** The types of the schema's builder, for functions that take it or a part of it. */
export type Types = (typeof builder)['$inferSchemaTypes'];

builder.queryType({ description: 'The data that can be read. There is nothing that writes.' });
