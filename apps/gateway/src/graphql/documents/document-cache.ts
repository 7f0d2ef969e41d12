import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createDocumentMemory } from './document-memory.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Parsed documents, which all callers share. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
  /** Forgets documents that turn out to be invalid: Yoga keeps their errors, and those hold on to who made them. */
  readonly plugin: Plugin;
}

/** Remembers documents that are valid and hold no values. */
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

/** Remembers nothing: what does not parse is not sent twice by programs, and its errors quote it. */
export const noErrorCache = { get: () => undefined, set: () => undefined };
