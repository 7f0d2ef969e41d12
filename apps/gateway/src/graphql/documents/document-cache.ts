import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

const MAX_DOCUMENTS = 1000;

/**
 * Texts in quotes, and numbers as long as ids and phone numbers are: they are somebody's, and neither stay in memory nor
 * does a faster answer tell others that they were asked for. Documents of programs have variables instead.
 */
const personal = /["]|\d{5}/;

/** Returns true if a document may hold values of its caller, so that it is not to be remembered. */
export function mayHoldValues(text: string): boolean {
  return personal.test(text);
}

/** Parsed documents, which all callers share. */
export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
  /** Forgets documents that turn out to be invalid: Yoga keeps their errors, and those hold on to who made them. */
  readonly plugin: Plugin;
}

/** Remembers documents that are valid and hold no values. */
export function createDocumentCache(): DocumentCache {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS });
  const textOf = new WeakMap<DocumentNode, string>();
  return {
    get: (text) => documents.get(text),
    set: (text, document) => {
      if (mayHoldValues(text)) return;
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
