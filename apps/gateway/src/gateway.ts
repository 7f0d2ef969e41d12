import { createServer, type RequestListener } from 'node:http';
import {
  createReferences,
  createUpstream,
  type Credentials,
  type OperationOptions,
  type UpstreamTrouble,
} from '@contacts/core';
import { type Context, createContext, schema } from '@contacts/schema';
import { createYoga } from 'graphql-yoga';
import { createDirectRun } from './graphql/compiled/direct-run.ts';
import type { Config } from './config/config.ts';
import type { GraphqlEndpointOptions, RequestContext } from './graphql/endpoint/graphql-endpoint.ts';
import { useCompleteErrors, useExplainedErrors } from './graphql/error-plugins.ts';
import { createEndpoints } from './graphql/endpoint/endpoints.ts';
import { createYogaSettings } from './graphql/yoga-settings.ts';
import { createReadiness } from './http/health.ts';
import { createRouter } from './router.ts';
import { createMaskError, type ErrorLog } from './graphql/mask-error.ts';
import { LISTEN_BACKLOG, limitSlowClients, serverOptions } from './load/slow-clients.ts';
import { watchRejectedConnections } from './load/rejected-connections.ts';
import { createShutdown, type ShutdownOptions } from './load/shutdown.ts';
import { createOperationSignals } from './graphql/operation-signals.ts';
import { operationLimitsOf, usePlan } from './graphql/plan-plugin.ts';
import { inputLimitsOf } from './config/limits-config.ts';
import { priorityOf } from './graphql/priority.ts';
import type { ProxyConfig } from './config/proxy-config.ts';
import { useErrorsOnce } from './graphql/repeated-errors.ts';
import { reportModeOf } from './graphql/report-mode.ts';
import type { OperationSummary } from './observe/operation-record.ts';
import type { ServerContext } from './http/server-context.ts';
import { SafeResponse } from './http/response-headers.ts';
import { startListening, urlOf } from './http/listening.ts';
import { startProbeServer } from './http/probe-server.ts';
import { createLoadShedding, type LoadShedding } from './load/load-shedding.ts';
import { createObservability } from './observe/observability.ts';
import { answerVersionOf } from './graphql/caching/answer-version.ts';
import { type CacheScope, useResponseCache } from './graphql/caching/cache-plugin.ts';
import { createPurgeEndpoint } from './shared/purge-endpoint.ts';
import { openSharedState, type SharedStateOptions } from './shared/shared-state.ts';
import { type ReadContacts, readNothing, watchContacts } from './graphql/caching/watch-contacts.ts';

export interface GatewayOptions extends Omit<Config, 'upstream' | 'sandbox' | 'production' | 'paging' | 'warnings'> {
  /** Origin of the upstream. */
  readonly baseUrl: string;
  /** HTTP proxy for the calls to the upstream. */
  readonly proxy?: ProxyConfig | null;
  readonly paging: Config['paging'] & { readonly cursorSecrets: readonly [string, ...string[]] };
  /** A key of the sandbox to fill into GraphiQL; never a key to real contacts. */
  readonly demoKey?: string | undefined;
  /** The folder of the explorer's built page, if it is another than its package's. */
  readonly explorerFolder?: URL | undefined;
  readonly logError: ErrorLog;
  /** Called with each operation when it has ended. */
  readonly logOperation?: (summary: OperationSummary) => void;
  /** Called for each upstream call that fails through no fault of its caller. */
  readonly logTrouble?: (trouble: UpstreamTrouble) => void;
  /** Called with the `Origin` of each page that may not call. */
  readonly logOrigin?: (origin: string) => void;
  /** Called when the Redis that replicas share goes or comes back. */
  readonly logShared?: SharedStateOptions['onState'];
}

export interface Gateway {
  /** Address of the gateway, without a slash at the end. */
  readonly url: string;
  /** Address of the separate listener for probes, if there is one. */
  readonly probeUrl: string | null;
  /** Returns true if the upstream can be reached; the reason for a failure is passed to `logTrouble`. */
  checkUpstream(): Promise<boolean>;
  /** Stops accepting requests, waits for those in flight, then closes the connections to the upstream. */
  close(): Promise<void>;
  /** The same in steps. Resolves with the number of requests that exceeded the timeout. */
  shutDown(options: ShutdownOptions): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a gateway.
 * @throws the system's error if it cannot listen, e.g. with the code EADDRINUSE; ConfigError if Redis cannot be used
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { listen, baseUrl, operationTimeoutMs, paging, planLimits, referenceTtlMs, calls, demoKey, logError } = options;
  const { overload, metrics, connections, logOperation } = options;
  const { access } = options.security;
  const sharedState = await openSharedState({
    ...options.shared,
    baseUrl,
    version: () => answerVersionOf(options),
    onOutcome: (outcome) => observability.onCacheOutcome(outcome),
    onState: options.logShared,
  });
  const { budget, cache } = sharedState;
  const upstream = createUpstream({
    baseUrl,
    timeoutMs: operationTimeoutMs,
    ...calls,
    pace: { ...calls.pace, shared: budget },
    proxy: options.proxy ?? undefined,
    onTrouble: options.logTrouble,
    onEvent: (event) => observability.onUpstreamEvent(event),
  });
  const settings = createYogaSettings(options.security);
  const costLimits = { ...planLimits, maxResultValues: options.security.limits.MAX_RESULT_VALUES };
  const observability = createObservability({
    metrics,
    operationNames: settings.operationNames,
    load: () => load,
    upstreamStats: () => upstream.stats(),
    sharedStatus: () => sharedState.status(),
    onOperation: logOperation,
  });
  const load: LoadShedding = createLoadShedding({
    overload,
    maxBodyBytes: options.security.limits.MAX_BODY_BYTES,
    corsOrigins: options.security.corsOrigins,
    sessionHeaders: { platformSessions: access.mode !== 'personal-key' && access.platformSessions },
    onShed: observability.onShed,
  });
  const signals = createOperationSignals(operationTimeoutMs);
  const references = createReferences({ ttlMs: referenceTtlMs });

  const inputLimits = inputLimitsOf(options.security.limits);
  const limits = operationLimitsOf(planLimits);

  const common = { upstream, references, paging, inputLimits };
  const contextOf = (
    req: ServerContext['req'],
    credentials: Credentials,
    operation: Pick<OperationOptions, 'signal' | 'deadlineAt' | 'priority' | 'reports'>,
    read?: ReadContacts,
  ): Context =>
    createContext(read ? { ...common, upstream: watchContacts(upstream, read) } : common, credentials, {
      ...operation,
      limits,
      waits: req && load.permitOf(req),
      trace: req && observability.recordOf(req)?.trace,
    });
  const maskError = createMaskError(logError);

  const yoga = createYoga<RequestContext & ServerContext, Context>({
    ...settings.options,
    schema,
    context: (context) => {
      const signal = signals.of(context.request.signal, context.res);
      const cacheScope: CacheScope | undefined = cache && { read: readNothing(), signal };
      const reports = reportModeOf(context.request.headers) === 'full';
      const priority = priorityOf(context.request.headers.get('priority'));
      const { req, credentials } = context;
      const operation = { signal, deadlineAt: signal.endsAt, priority, reports };
      return { ...contextOf(req, credentials, operation, cacheScope?.read), cacheScope };
    },
    maskedErrors: { maskError },
    plugins: [
      // Ahead of the next plugin, which records the errors that this one adds.
      load.responses.plugin,
      observability.plugin,
      ...settings.plugins,
      useExplainedErrors(),
      usePlan(costLimits, (context, values) => load.responses.reserveValues(context, values)),
      settings.operations.plugin,
      ...(cache ? [useResponseCache(cache)] : []),
      ...settings.lastPlugins,
      useCompleteErrors(),
      useErrorsOnce(),
    ],
    logging: false,
  });

  const answerDirectly = createDirectRun({
    operations: settings.operations,
    limits: options.security.limits,
    costLimits,
    answers: load.responses,
    recordOf: observability.recordOf,
    cache,
    contextOf,
    signalOf: (response) => signals.ofResponse(response),
    maskError,
  });
  const run: GraphqlEndpointOptions['run'] = (request, response, context) =>
    answerDirectly(request, response, context) ?? yoga(request, response, context);

  const endpoints = createEndpoints(options.security, {
    demoKey,
    explorerFolder: options.explorerFolder,
    logError,
    logOrigin: options.logOrigin,
    acquire: load.acquire,
    run,
    onHttpError: observability.onHttpError,
  });
  const around = (listener: RequestListener): RequestListener => load.around(observability.around(listener));
  const readiness = createReadiness(() => upstream.reachable());
  const details = () => {
    const status = sharedState.status();
    return status ? { shared: status } : {};
  };
  const probes = { metrics: observability.metrics, readiness, details, isEnding: () => shutdown.begun };
  const { purgeToken } = options.shared;
  const server = createServer(
    { ...serverOptions(connections), ServerResponse: SafeResponse },
    createRouter({
      ...probes,
      graphql: around(endpoints.graphql),
      graphiqlScript: around(endpoints.graphiqlScript),
      explorer: around(endpoints.explorer),
      schemaFile: around(endpoints.schemaFile),
      purge: cache && purgeToken !== null ? createPurgeEndpoint(cache, purgeToken) : undefined,
    }),
  );
  // Requests with `Expect: 100-continue` are handled like all others; by default, Node would always ask for the body.
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  limitSlowClients(server, connections);
  watchRejectedConnections(server, observability.onRejectedConnection);
  const shutdown = createShutdown(server, () => signals.endAll());
  const { host, port, probePort } = listen;
  try {
    await startListening(server, { host, port, backlog: LISTEN_BACKLOG });
  } catch (error) {
    await sharedState.close();
    throw error;
  }
  const probeServer =
    probePort === null ? null : await startProbeServer(createRouter(probes), { host, port: probePort }, server);

  const shutDown = async (how: ShutdownOptions): Promise<number> => {
    const cut = await shutdown.close(how);
    load.close();
    // Last: until all requests have ended, `/readyz` reports the shutdown.
    await probeServer?.close();
    await upstream.close();
    await sharedState.close();
    return cut;
  };
  const close = async (): Promise<void> => {
    await shutDown({});
  };
  return {
    url: urlOf(server),
    probeUrl: probeServer?.url ?? null,
    checkUpstream: () => readiness.isReady(),
    close,
    shutDown,
    [Symbol.asyncDispose]: close,
  };
}
