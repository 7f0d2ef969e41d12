import { type DocumentNode, GraphQLError, parse, type ParseOptions, type Source } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { sizeOfDocument } from './document-size.ts';
import { limitError } from './limit-error.ts';
import type { RequestLimits } from '../../config/limits-config.ts';

/**
 * Parses documents, and rejects those that are too large before validation: its cost grows with the square of the size.
 * @param isTrusted returns true for documents that need no check
 */
export function useDocumentLimits(limits: RequestLimits, isTrusted: (document: string) => boolean): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source: string | Source, options?: ParseOptions) => {
        if (isTrusted(typeof source === 'string' ? source : source.body)) return parse(source, options);
        const document = parseTokens(source, options, limits.MAX_TOKENS);
        const error = documentError(document, limits);
        if (error) throw error;
        return document;
      });
    },
  };
}

function parseTokens(source: string | Source, options: ParseOptions | undefined, maxTokens: number): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens });
  } catch (error) {
    // graphql-js reports it as a syntax error.
    if (error instanceof GraphQLError && /more that \d+ tokens/.test(error.message)) {
      throw limitError('tokens:', 'MAX_TOKENS', maxTokens);
    }
    throw error;
  }
}

/** Measures of a document in the order of the checks, each with its code and the beginning of its error. */
const measures = [
  ['depth', 'MAX_DEPTH', 'its depth is'],
  ['aliases', 'MAX_ALIASES', 'aliases:'],
  ['directives', 'MAX_DIRECTIVES', 'directives:'],
  ['rootFields', 'MAX_ROOT_FIELDS', 'fields at its root:'],
  ['fields', 'MAX_FIELDS', 'fields, with fragments spread out:'],
] as const;

function documentError(document: DocumentNode, limits: RequestLimits): GraphQLError | undefined {
  const size = sizeOfDocument(document);
  for (const [measure, limit, what] of measures) {
    if (size[measure] > limits[limit]) return limitError(what, limit, limits[limit], size[measure]);
  }
  return undefined;
}
