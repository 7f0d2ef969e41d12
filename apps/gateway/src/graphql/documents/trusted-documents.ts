import { readFileSync } from 'node:fs';
import { GraphQLError, Kind, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import type { ErrorCode } from '../../http/error-codes.ts';

/** The documents of the manifest, by id. */
export interface TrustedDocuments {
  /** Returns the text of a document. */
  get(documentId: string): string | undefined;
  has(document: string): boolean;
  /** Names of their operations, without duplicates; a document with a syntax error has none. */
  operationNames(): ReadonlySet<string>;
}

/** Documents by their ids, as GraphQL Code Generator writes them (`persistedDocuments`). */
const manifest = z.record(z.string().min(1), z.string().min(1));

/**
 * Reads a manifest of documents.
 * @throws the system's error if it cannot be read; ZodError or SyntaxError if it is no manifest
 */
export function readTrustedDocuments(file: string): TrustedDocuments {
  const documents = new Map(Object.entries(manifest.parse(JSON.parse(readFileSync(file, 'utf8')))));
  const texts = new Set(documents.values());
  return {
    get: (documentId) => documents.get(documentId),
    has: (document) => texts.has(document),
    operationNames: () => new Set([...texts].flatMap(operationNamesOf)),
  };
}

/** The documents of a gateway without a manifest. */
export const noTrustedDocuments: TrustedDocuments = {
  get: () => undefined,
  has: () => false,
  operationNames: () => new Set(),
};

export interface TrustedDocumentsOptions {
  readonly documents: TrustedDocuments;
  /** Rejects all other documents, also if they are sent as text. */
  readonly only: boolean;
}

/** Yoga plugin that replaces ids by their documents. */
export function useTrustedDocuments({ documents, only }: TrustedDocumentsOptions): Plugin {
  return {
    onParams({ params, setParams, setResult }) {
      const { documentId, ...rest } = params as typeof params & { readonly documentId?: string | null };
      const text = rest.query ?? undefined;
      if (typeof documentId === 'string') {
        const query = documents.get(documentId);
        // Yoga checks the parameters even if there is a result.
        setParams({ ...rest, query: query ?? '' });
        if (query === undefined) return setResult({ errors: [notFound()] });
        // The text beside an id may be another document than the id's.
        if (text === undefined || text === query) return undefined;
        return setResult({ errors: [notTrusted('This documentId is not the id of the query beside it')] });
      }
      if (only && !documents.has(text ?? '')) {
        return setResult({ errors: [notTrusted('Only documents of the manifest are executed (DOCUMENTS=trusted)')] });
      }
      return undefined;
    },
  };
}

function operationNamesOf(text: string): readonly string[] {
  try {
    return parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
    );
  } catch {
    return [];
  }
}

function notFound(): GraphQLError {
  return new GraphQLError('There is no document with this documentId.', {
    extensions: { code: 'DOCUMENT_NOT_FOUND' satisfies ErrorCode, http: { status: 400 } },
  });
}

function notTrusted(why: string): GraphQLError {
  return new GraphQLError(`${why}: send the documentId of a known document alone.`, {
    extensions: { code: 'DOCUMENT_NOT_TRUSTED' satisfies ErrorCode, http: { status: 400 } },
  });
}
