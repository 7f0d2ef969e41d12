import { MAX_FORMS } from '@contacts/schema';
import { LRUCache } from 'lru-cache';
import type { TrustedDocuments } from './trusted-documents.ts';

const MAX_ENTRIES = 1000;
/** Maximum length of all texts, once for each operation and compiled form; a compiled form is about 50 times as large as its text. */
const MAX_TEXT_LENGTH = 1_000_000;

/**
 * Matches texts in quotes, and numbers as long as ids and phone numbers. They may be personal data: a cache would keep them in
 * memory, and its faster response would reveal that they were requested. Programs use variables instead.
 */
const personal = /["]|\d{5}/;

/** A cache of values that are derived from documents, shared by all callers. */
export interface DocumentMemory<T> {
  /** @param operationName name of an operation of the document, if each has an entry of its own */
  get(text: string, operationName?: string): T | undefined;
  set(text: string, value: T, operationName?: string): void;
  /** Deletes the values of all its operations. */
  delete(text: string): void;
}

/**
 * Creates a cache that is bounded in number and in length. Trusted documents have a cache of their own, which new documents
 * cannot evict. Documents that may hold values of their caller are not cached.
 */
export function createDocumentMemory<T extends object>(trusted: Pick<TrustedDocuments, 'has'>): DocumentMemory<T> {
  const ofTrusted = new Map<string, ByName<T>>();
  const others = new LRUCache<string, ByName<T>>({
    max: MAX_ENTRIES,
    maxSize: MAX_TEXT_LENGTH,
    sizeCalculation: (byName, text) => text.length * maxForms(text) * byName.size,
  });
  // By text, then by name: one key of both would be written and hashed for each request.
  const byNameOf = (text: string): ByName<T> | undefined => ofTrusted.get(text) ?? others.get(text);
  return {
    get: (text, operationName = NO_NAME) => byNameOf(text)?.get(operationName),
    set(text, value, operationName = NO_NAME) {
      const byName = new Map(byNameOf(text)).set(operationName, value);
      if (trusted.has(text)) ofTrusted.set(text, byName);
      else if (!personal.test(text)) others.set(text, byName);
    },
    delete(text) {
      ofTrusted.delete(text);
      others.delete(text);
    },
  };
}

/** Values by the name of their operation. */
type ByName<T> = ReadonlyMap<string, T>;
const NO_NAME = '';

/** Returns the number of compiled forms that a document can have: each condition doubles them. */
function maxForms(text: string): number {
  const conditions = text.match(/@(?:skip|include)\b/g)?.length ?? 0;
  return Math.min(2 ** conditions, MAX_FORMS);
}
