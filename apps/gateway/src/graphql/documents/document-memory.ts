import { MAX_FORMS } from '@contacts/schema';
import { LRUCache } from 'lru-cache';
import type { TrustedDocuments } from './trusted-documents.ts';

const MAX_ENTRIES = 1000;
/** Maximum length of all keys, once for each compiled form; a compiled form is about 50 times as large as its text. */
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
  delete(text: string): void;
}

/**
 * Creates a cache that is bounded in number and in length. Trusted documents have a cache of their own, which new documents
 * cannot evict. Documents that may hold values of their caller are not cached.
 */
export function createDocumentMemory<T extends object>(trusted: Pick<TrustedDocuments, 'has'>): DocumentMemory<T> {
  const ofTrusted = new Map<string, T>();
  const others = new LRUCache<string, T>({
    max: MAX_ENTRIES,
    maxSize: MAX_TEXT_LENGTH,
    sizeCalculation: (_value, key) => key.length * maxForms(key),
  });
  return {
    get(text, operationName) {
      const key = keyOf(text, operationName);
      return ofTrusted.get(key) ?? others.get(key);
    },
    set(text, value, operationName) {
      const key = keyOf(text, operationName);
      if (trusted.has(text)) ofTrusted.set(key, value);
      else if (!personal.test(text)) others.set(key, value);
    },
    delete(text) {
      const key = keyOf(text, undefined);
      ofTrusted.delete(key);
      others.delete(key);
    },
  };
}

/** Returns the number of compiled forms that a document can have: each condition doubles them. */
function maxForms(text: string): number {
  const conditions = text.match(/@(?:skip|include)\b/g)?.length ?? 0;
  return Math.min(2 ** conditions, MAX_FORMS);
}

function keyOf(text: string, operationName: string | undefined): string {
  return `${operationName ?? ''}\n${text}`;
}
