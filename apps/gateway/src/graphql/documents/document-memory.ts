import { MAX_FORMS } from '@contacts/schema';
import { LRUCache } from 'lru-cache';
import type { TrustedDocuments } from './trusted-documents.ts';

const MAX_ENTRIES = 1000;
/** Of the texts that are keys, once for each compiled form; what is made of a form is about as large as 50 of it. */
const MAX_TEXT_LENGTH = 1_000_000;

/**
 * Texts in quotes, and numbers as long as ids and phone numbers are: they may be personal, and neither stay in memory nor
 * does a faster answer tell others that they were asked for. Documents of programs have variables instead.
 */
const personal = /["]|\d{5}/;

/** A memory for what is made of documents, which all callers share. */
export interface DocumentMemory<T> {
  /** @param operationName of one of its operations, where each has an entry of its own */
  get(text: string, operationName?: string): T | undefined;
  set(text: string, value: T, operationName?: string): void;
  delete(text: string): void;
}

/**
 * Remembers what is made of documents, bounded in number and in length. Trusted documents have a place of their own, which
 * a stream of ever new documents does not reach. Documents that may hold values of their caller are not remembered.
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

/** The number of compiled forms that a document can have: each condition doubles them. */
function maxForms(text: string): number {
  const conditions = text.match(/@(?:skip|include)\b/g)?.length ?? 0;
  return Math.min(2 ** conditions, MAX_FORMS);
}

function keyOf(text: string, operationName: string | undefined): string {
  return `${operationName ?? ''}\n${text}`;
}
