import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createDocumentMemory } from './document-memory.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Cache of parsed documents, shared by all callers. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
  /** Yoga plugin that evicts invalid documents: Yoga keeps their errors, which hold on to the first caller's request. */
  readonly plugin: Plugin;
}

/** Creates the cache. It keeps documents that are valid and hold no values. */
export function createDocumentCache(trusted: Pick<TrustedDocuments, 'has'>): DocumentCache {
  const documents = createDocumentMemory<DocumentNode>(trusted);
  const textOf = new WeakMap<DocumentNode, string>();
  return {
    get: (text) => documents.get(text),
    set: (text, document) => {
      documents.set(text, document);
      textOf.set(document, text);
    },
    plugin: {
      onValidate: ({ params }) => {
        return ({ valid }) => {
          const text = valid ? undefined : textOf.get(params.documentAST as DocumentNode);
          if (text !== undefined) documents.delete(text);
        };
      },
    },
  };
}

/** A cache that stays empty: programs do not repeat a document with a syntax error, and its errors quote it. */
export const noErrorCache = { get: () => undefined, set: () => undefined };
