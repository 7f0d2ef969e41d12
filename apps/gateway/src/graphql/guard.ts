import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { createAuthenticate } from '../access/authenticate.ts';
import { type CompiledOperations, createCompiledOperations } from './compiled/compiled-operations.ts';
import { ConfigError } from '../config/config.ts';
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
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from './endpoint/graphql-endpoint.ts';
import { createToHttpError } from '../http/http-error.ts';
import { createSchemaFile } from './endpoint/schema-file.ts';
import { createGraphiqlPage } from './graphiql/page.ts';
import { createGraphiqlScriptEndpoint } from './graphiql/script-endpoint.ts';
import { useDocumentLimits } from './limits/document-limits.ts';
import { type ReserveValues, useResultLimit } from './limits/result-limit.ts';
import { useVariableLimits } from './limits/variable-limits.ts';
import type { ErrorLog } from './mask-error.ts';
import type { SecurityConfig } from '../config/security-config.ts';
import type { ServerContext } from '../http/server-context.ts';

/** Everything that stands between the network and the schema. */
export interface Guard {
  /** In front of Yoga: what passes is an operation of somebody known. */
  endpoint(to: Pick<GraphqlEndpointOptions, 'acquire' | 'run' | 'onHttpError'>): RequestListener;
  /** Serves the script of GraphiQL's page. */
  graphiqlScript(onHttpError: GraphqlEndpointOptions['onHttpError']): RequestListener;
  /** Serves the schema as a file to those whose operations would come through. */
  schemaFile(onHttpError: GraphqlEndpointOptions['onHttpError']): RequestListener;
  /** The names of the operations that are known before anybody asks. */
  readonly operationNames: ReadonlySet<string>;
  /** Those that were executed before. */
  readonly operations: CompiledOperations;
  /** Inside Yoga: what passes is not too large, and only asks what may be asked. */
  readonly plugins: readonly Plugin[];
  /** Behind the plugins that explain errors: takes away what explains too much. */
  readonly lastPlugins: readonly Plugin[];
  /** Yoga's own ways in and memories, switched off or replaced. */
  readonly yogaOptions: Pick<
    YogaServerOptions<object, object>,
    'graphiql' | 'landingPage' | 'cors' | 'batching' | 'multipart' | 'maxRequestBodySize' | 'parserAndValidationCache'
  >;
}

export interface GuardOptions {
  /** A key of the sandbox to fill into GraphiQL; never a key to real contacts. */
  readonly demoKey: string | undefined;
  readonly logError: ErrorLog;
  /** Called with the `Origin` of each preflight that is refused. */
  readonly logOrigin?: ((origin: string) => void) | undefined;
  /** Takes room for the values of an answer, until it is out. */
  readonly reserveValues?: ReserveValues<ServerContext>;
}

/** @throws ConfigError if the manifest of known documents cannot be read */
export function createGuard(
  config: SecurityConfig,
  { demoKey, logError, logOrigin, reserveValues }: GuardOptions,
): Guard {
  const { access, limits, corsOrigins, corsHeaders, getQueries, introspection, graphiql } = config;
  const { manifest, trustedOnly } = config.documents;
  const documents = manifest === null ? noTrustedDocuments : documentsOf(manifest);
  const documentCache = createDocumentCache();
  const authenticate = createAuthenticate(access);
  const page = createGraphiqlPage({ mode: access.mode, demoKey });
  const toHttpError = createToHttpError((error) => {
    const errorId = randomUUID();
    logError(errorId, error);
    return errorId;
  });
  return {
    graphiqlScript: (onHttpError) =>
      createGraphiqlScriptEndpoint({ authenticate, access: graphiql, page, toHttpError, onHttpError }),
    schemaFile: (onHttpError) => createSchemaFile({ authenticate, introspection, toHttpError, onHttpError }),
    endpoint: ({ acquire, run, onHttpError }) =>
      createGraphqlEndpoint({
        authenticate,
        maxBodyBytes: limits.maxBodyBytes,
        corsOrigins,
        corsHeaders,
        onRejectedOrigin: logOrigin,
        getQueries,
        graphiql: { access: graphiql, page },
        toHttpError,
        onHttpError,
        acquire,
        run,
      }),
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
      useResultLimit(limits, reserveValues),
    ],
    lastPlugins: introspection === 'full' ? [] : [useNoSuggestions()],
    yogaOptions: {
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
