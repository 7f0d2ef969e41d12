import { type KnownOperation, knownOperation, schema } from '@contacts/schema';
import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { mayHoldValues } from '../documents/document-cache.ts';
import type { TrustedDocuments } from '../documents/trusted-documents.ts';
import type { GraphqlParameters } from '../endpoint/graphql-parameters.ts';

/** Operations that were executed before: they are valid and within the limits of documents. */
export interface CompiledOperations {
  /** The operation that a request asks for, if it is known. */
  find(parameters: GraphqlParameters): KnownOperation | undefined;
  /** Makes operations known when Yoga executes them. To be the last of the plugins that may refuse one. */
  readonly plugin: Plugin;
}

const MAX_OPERATIONS = 1000;
/** Of the documents' texts; what is made of one is about as large as 50 of it. */
const MAX_TEXT_LENGTH = 1_000_000;

/**
 * Remembers operations by document and name. Those of trusted documents have a place of their own, which a stream of
 * ever new documents does not reach.
 */
export function createCompiledOperations(trusted: TrustedDocuments): CompiledOperations {
  const others = new LRUCache<string, KnownOperation>({
    max: MAX_OPERATIONS,
    maxSize: MAX_TEXT_LENGTH,
    sizeCalculation: (_operation, key) => key.length,
  });
  const ofTrusted = new Map<string, KnownOperation>();

  return {
    find({ query, documentId, operationName }) {
      const text = textOf(query ?? undefined, documentId ?? undefined);
      if (text === undefined) return undefined;
      const key = keyOf(text, operationName);
      return ofTrusted.get(key) ?? others.get(key);
    },
    plugin: {
      onExecute: ({ args, context }) => {
        const { query, operationName } = (context as { readonly params: GraphqlParameters }).params;
        if (typeof query !== 'string') return;
        const isTrusted = trusted.has(query);
        if (!isTrusted && mayHoldValues(query)) return;
        const operations = isTrusted ? ofTrusted : others;
        const key = keyOf(query, operationName);
        if (!operations.has(key)) {
          operations.set(key, knownOperation(schema, args.document as DocumentNode, operationName ?? undefined));
        }
      },
    },
  };

  /** The text of a request's document; nothing where Yoga has to say what is wrong with the request. */
  function textOf(query: string | undefined, documentId: string | undefined): string | undefined {
    if (documentId === undefined) return query;
    const known = trusted.get(documentId);
    return query === undefined || query === known ? known : undefined;
  }
}

function keyOf(text: string, operationName: string | null | undefined): string {
  return `${operationName ?? ''}\n${text}`;
}
