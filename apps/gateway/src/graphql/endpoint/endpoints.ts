import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createAuthenticate } from '../../access/authenticate.ts';
import type { SecurityConfig } from '../../config/security-config.ts';
import { createToHttpError } from '../../http/http-error.ts';
import { createExplorerEndpoint } from '../explorer/endpoint.ts';
import { createGraphiqlPage } from '../graphiql/page.ts';
import { createGraphiqlScriptEndpoint } from '../graphiql/script-endpoint.ts';
import type { ErrorLog } from '../mask-error.ts';
import { createGraphqlEndpoint, type GraphqlEndpointOptions } from './graphql-endpoint.ts';
import { createSchemaFile } from './schema-file.ts';

export interface EndpointsOptions extends Pick<GraphqlEndpointOptions, 'acquire' | 'run' | 'onHttpError'> {
  /** A key of the sandbox to fill into GraphiQL; never a key to real contacts. */
  readonly demoKey: string | undefined;
  /** The folder of the explorer's built page, if it is another. */
  readonly explorerFolder?: URL | undefined;
  readonly logError: ErrorLog;
  /** Called with the `Origin` of each preflight that is rejected. */
  readonly logOrigin: ((origin: string) => void) | undefined;
}

/** Listeners of the paths that require credentials. */
export interface Endpoints {
  /** Serves `/graphql`. */
  readonly graphql: RequestListener;
  /** Serves the script of GraphiQL's page. */
  readonly graphiqlScript: RequestListener;
  /** Serves `/explorer` and its script. */
  readonly explorer: RequestListener;
  /** Serves `/schema.graphql`. */
  readonly schemaFile: RequestListener;
}

export function createEndpoints(
  { access, limits, corsOrigins, corsHeaders, getQueries, introspection, graphiql, explorer }: SecurityConfig,
  { demoKey, explorerFolder, logError, logOrigin, acquire, run, onHttpError }: EndpointsOptions,
): Endpoints {
  const authenticate = createAuthenticate(access);
  const page = createGraphiqlPage({ mode: access.mode, demoKey });
  const toHttpError = createToHttpError((error) => {
    const errorId = randomUUID();
    logError(errorId, error);
    return errorId;
  });
  const errors = { toHttpError, onHttpError };
  return {
    graphql: createGraphqlEndpoint({
      ...errors,
      authenticate,
      maxBodyBytes: limits.MAX_BODY_BYTES,
      corsOrigins,
      corsHeaders,
      onRejectedOrigin: logOrigin,
      getQueries,
      graphiql: { access: graphiql, page },
      acquire,
      run,
    }),
    graphiqlScript: createGraphiqlScriptEndpoint({ ...errors, authenticate, access: graphiql, page }),
    explorer: createExplorerEndpoint({
      ...errors,
      authenticate,
      access: explorer,
      page: { access, demoKey, graphiql: graphiql === 'open' },
      folder: explorerFolder,
    }),
    schemaFile: createSchemaFile({ ...errors, authenticate, introspection }),
  };
}
