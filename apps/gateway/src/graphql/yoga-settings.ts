import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { ConfigError } from '../config/config-error.ts';
import type { SecurityConfig } from '../config/security-config.ts';
import { type CompiledOperations, createCompiledOperations } from './compiled/compiled-operations.ts';
import { createDocumentCache, noErrorCache } from './documents/document-cache.ts';
import { useIntrospection } from './documents/introspection.ts';
import { useKnownOperationTypes } from './documents/operation-types.ts';
import { useNoSuggestions } from './documents/suggestions.ts';
import {
  noTrustedDocuments,
  readTrustedDocuments,
  type TrustedDocuments,
  useTrustedDocuments,
} from './documents/trusted-documents.ts';
import { useCheckedParameters } from './endpoint/checked-parameters.ts';
import { useDocumentLimits } from './limits/document-limits.ts';
import { useVariableLimits } from './limits/variable-limits.ts';

/** Yoga's options and plugins that decide which operations are executed. */
export interface YogaSettings {
  /** Names of the operations in the manifest of trusted documents. */
  readonly operationNames: ReadonlySet<string>;
  /** Operations that were executed before. */
  readonly operations: CompiledOperations;
  /** Plugins that reject operations that exceed a limit, or that are not allowed. */
  readonly plugins: readonly Plugin[];
  /** Plugins that remove names of the schema from explanations; they come after the plugins that explain errors. */
  readonly lastPlugins: readonly Plugin[];
  /** Plugins that turn off Yoga's own endpoints, and replace its caches. */
  readonly options: Pick<
    YogaServerOptions<object, object>,
    'graphiql' | 'landingPage' | 'cors' | 'batching' | 'multipart' | 'maxRequestBodySize' | 'parserAndValidationCache'
  >;
}

/** @throws ConfigError if the manifest of trusted documents cannot be read */
export function createYogaSettings({
  limits,
  introspection,
  documents: { manifest, trustedOnly },
}: SecurityConfig): YogaSettings {
  const documents = manifest === null ? noTrustedDocuments : documentsOf(manifest);
  const documentCache = createDocumentCache(documents);
  return {
    operations: createCompiledOperations(documents),
    operationNames: documents.operationNames(),
    plugins: [
      useCheckedParameters(),
      documentCache.plugin,
      useTrustedDocuments({ documents, only: trustedOnly }),
      useVariableLimits(limits),
      useDocumentLimits(limits, (document) => documents.has(document)),
      useKnownOperationTypes(),
      useIntrospection(introspection),
    ],
    lastPlugins: introspection === 'full' ? [] : [useNoSuggestions()],
    options: {
      graphiql: false,
      landingPage: false,
      cors: false,
      batching: false,
      multipart: false,
      maxRequestBodySize: false,
      parserAndValidationCache: { documentCache, errorCache: noErrorCache },
    },
  };
}

function documentsOf(manifest: string): TrustedDocuments {
  try {
    return readTrustedDocuments(manifest);
  } catch {
    throw new ConfigError([
      'DOCUMENTS_MANIFEST: must be a file of documents by their ids, as the client’s codegen writes it',
    ]);
  }
}
