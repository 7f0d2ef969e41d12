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
        const document = parseTokens(source, options, limits.maxTokens);
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

function documentError(document: DocumentNode, limits: RequestLimits): GraphQLError | undefined {
  const { depth, aliases, directives, rootFields, fields } = sizeOfDocument(document);
  const { maxDepth, maxAliases, maxDirectives, maxRootFields, maxFields } = limits;
  if (depth > maxDepth) return limitError('its depth is', 'MAX_DEPTH', maxDepth, depth);
  if (aliases > maxAliases) return limitError('aliases:', 'MAX_ALIASES', maxAliases, aliases);
  if (directives > maxDirectives) return limitError('directives:', 'MAX_DIRECTIVES', maxDirectives, directives);
  if (rootFields > maxRootFields)
    return limitError('fields at its root:', 'MAX_ROOT_FIELDS', maxRootFields, rootFields);
  if (fields > maxFields) return limitError('fields, with fragments spread out:', 'MAX_FIELDS', maxFields, fields);
  return undefined;
}
