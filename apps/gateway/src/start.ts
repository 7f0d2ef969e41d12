import { randomBytes } from 'node:crypto';
import type { createSandbox as CreateSandbox } from '@contacts/sandbox';
import { accessWarnings, exampleHeader } from './access/example-header.ts';
import type { Config } from './config/config.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import { isLoopback } from './config/loopback.ts';
import type { ShutdownOptions } from './load/shutdown.ts';
import { watchDescriptors } from './observe/descriptors.ts';
import type { Log } from './observe/log.ts';
import { createSharedLog } from './observe/shared-state-log.ts';
import { createOriginLog } from './observe/refused-origins.ts';
import { createTroubleLog } from './observe/upstream-trouble.ts';

/** A gateway with the sandbox and the exporters that were started with it. */
export interface Running {
  readonly gateway: Gateway;
  /** The embedded sandbox, if no upstream is configured. */
  readonly sandbox: { readonly url: string; readonly key: string } | null;
  readonly upstreamUrl: string;
  /** Header that callers need, if any. */
  readonly exampleHeader: string | null;
  /** True if GraphiQL's page needs no credentials. */
  readonly graphiql: boolean;
  /** True if the explorer's page needs no credentials. */
  readonly explorer: boolean;
  /** Warnings for the operator. */
  readonly warnings: readonly string[];
  /** Shuts everything down in order. Resolves with the number of requests that exceeded the timeout. */
  shutDown(options: ShutdownOptions): Promise<number>;
}

/** The sandbox's contacts are made up: their cursors need no secret, and stay valid after a restart. */
const SANDBOX_CURSOR_SECRET = 'the cursors of the sandbox are no secret';

/**
 * Starts what the configuration describes: the gateway, and the sandbox where no upstream is configured.
 * @throws the system's error if one of them cannot listen; the other is closed then
 */
export async function start(config: Config, log: Log): Promise<Running> {
  // Loaded only if spans are exported.
  const tracing = config.tracing
    ? await (await import('./observe/tracing.ts')).startTracing((message, details) => log.warn(message, details))
    : undefined;
  const running = await startServers(config, log);
  const stopWatching = watchDescriptors({ warn: (message, details) => log.warn(message, details) });
  return {
    ...running,
    graphiql: config.security.graphiql === 'open',
    explorer: config.security.explorer === 'open',
    exampleHeader: exampleHeader(config.security.access, running.sandbox?.key),
    warnings: [
      ...config.warnings,
      ...running.warnings,
      ...accessWarnings(config.security.access),
      ...exposureWarnings(config),
    ],
    async shutDown(options) {
      const cut = await running.shutDown(options);
      stopWatching();
      await tracing?.close();
      return cut;
    },
  };
}

async function startServers(
  config: Config,
  log: Log,
): Promise<Omit<Running, 'exampleHeader' | 'graphiql' | 'explorer'>> {
  const logs: Pick<GatewayOptions, 'logError' | 'logOperation' | 'logTrouble' | 'logOrigin' | 'logShared'> = {
    logError: (errorId, error) => log.unexpected(errorId, error),
    logOperation: (summary) => log.operation(summary),
    logTrouble: createTroubleLog((message, details) => log.warn(message, details)),
    logShared: createSharedLog(log),
    logOrigin: createOriginLog((message, details) => log.warn(message, details)),
  };
  if (config.upstream) {
    const { baseUrl, proxy } = config.upstream;
    const warnings = config.paging.cursorSecrets
      ? []
      : ['CURSOR_SECRET is not set: cursors of this process are rejected after a restart and by other replicas.'];
    const cursorSecrets = config.paging.cursorSecrets ?? ([randomBytes(32).toString('hex')] as const);
    const gateway = await createGateway({
      ...config,
      baseUrl,
      proxy,
      paging: { ...config.paging, cursorSecrets },
      ...logs,
    });
    return { gateway, sandbox: null, upstreamUrl: baseUrl, warnings, shutDown: (options) => gateway.shutDown(options) };
  }

  // Loaded only without a real upstream, to save its memory.
  const { createSandbox, keys }: { createSandbox: typeof CreateSandbox; keys: { all: string } } =
    await import('@contacts/sandbox');
  const sandbox = await createSandbox({ port: config.sandbox.port });
  const cursorSecrets = config.paging.cursorSecrets ?? ([SANDBOX_CURSOR_SECRET] as const);
  try {
    const gateway = await createGateway({
      ...config,
      baseUrl: sandbox.url,
      paging: { ...config.paging, cursorSecrets },
      demoKey: keys.all,
      ...logs,
    });
    return {
      gateway,
      sandbox: { url: sandbox.url, key: keys.all },
      upstreamUrl: sandbox.url,
      warnings: [],
      async shutDown(options) {
        const cut = await gateway.shutDown(options);
        await sandbox.close();
        return cut;
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function exposureWarnings({ listen: { host }, metrics }: Config): readonly string[] {
  return isLoopback(host) || metrics === null || metrics.token !== null
    ? []
    : [`/metrics is open to all callers that reach ${host}: set METRICS_TOKEN, or METRICS=off.`];
}
