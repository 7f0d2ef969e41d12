import { type KnownOperation, knownOperation, schema } from '@contacts/schema';
import { type DocumentNode, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createDocumentMemory } from '../documents/document-memory.ts';
import type { TrustedDocuments } from '../documents/trusted-documents.ts';
import type { GraphqlParameters } from '../endpoint/graphql-parameters.ts';

/** Operations that were executed before: they are valid and within the limits of documents. */
export interface CompiledOperations {
  /** Returns the operation of a request, if it is remembered. */
  find(parameters: GraphqlParameters): KnownOperation | undefined;
  /** Returns the text of a request's document, or undefined if Yoga has to reject the request. */
  textOf(parameters: GraphqlParameters): string | undefined;
  /** Yoga plugin that remembers executed operations. Must come after all plugins that may reject one. */
  readonly plugin: Plugin;
}

/** Remembers operations by document and name. */
export function createCompiledOperations(trusted: TrustedDocuments): CompiledOperations {
  const operations = createDocumentMemory<KnownOperation>(trusted);

  return {
    textOf,
    find(parameters) {
      const text = textOf(parameters);
      return text === undefined ? undefined : operations.get(text, parameters.operationName ?? undefined);
    },
    plugin: {
      onExecute: ({ args, context }) => {
        const { query, operationName } = (context as { readonly params: GraphqlParameters }).params;
        const document = args.document as DocumentNode;
        const name = operationName ?? undefined;
        // A name that the document lacks is an error of the execution; a caller could send any number of them.
        if (typeof query !== 'string' || !getOperationAST(document, name) || operations.get(query, name)) return;
        operations.set(query, knownOperation(schema, document, name), name);
      },
    },
  };

  function textOf({ query, documentId }: GraphqlParameters): string | undefined {
    if (typeof documentId !== 'string') return query ?? undefined;
    const known = trusted.get(documentId);
    return (query ?? known) === known ? known : undefined;
  }
}
