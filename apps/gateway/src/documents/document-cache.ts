import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

const MAX_DOCUMENTS = 1000;

/**
 * Texts in quotes, and numbers as long as ids and phone numbers are: they are somebody's, and neither stay in memory nor
 * does a faster answer tell others that they were asked for. Documents of programs have variables instead.
 */
const personal = /["]|\d{5}/;

/** Remembers parsed documents, which all callers share, unless they hold values. */
export function createDocumentCache(): {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
} {
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS });
  return {
    get: (text) => documents.get(text),
    set: (text, document) => {
      if (!personal.test(text)) documents.set(text, document);
    },
  };
}

/** Remembers nothing: what does not parse is not sent twice by programs, and its errors quote it. */
export const noErrorCache = { get: () => undefined, set: () => undefined };
