import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReferences, createUpstream, type Credentials } from '@contacts/core';
import { type Context, createContext, schema } from '@contacts/schema';
import { createYoga } from 'graphql-yoga';
import type { Config } from './config.ts';
import { credentialsOf } from './credentials.ts';
import { useRequiredCredentials } from './credentials-plugin.ts';
import { useExplainedErrors } from './error-plugins.ts';
import { graphiqlOptions } from './graphiql.ts';
import { createReadiness } from './health.ts';
import { createShell } from './http-shell.ts';
import { createMaskError, type ErrorLog } from './mask-error.ts';
import { operationSignal } from './operation-signal.ts';
import { usePlan } from './plan-plugin.ts';
import { reportModeOf } from './report-mode.ts';

export interface GatewayOptions extends Omit<Config, 'upstream' | 'sandbox' | 'paging'> {
  /** Origin of the upstream. */
  readonly baseUrl: string;
  readonly paging: Config['paging'] & { readonly cursorSecrets: readonly [string, ...string[]] };
  /** A key of the sandbox to fill into GraphiQL; never a key to real contacts. */
  readonly demoKey?: string | undefined;
  readonly logError: ErrorLog;
}

export interface Gateway {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Stops taking requests, lets those under way finish, then closes the upstream's connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a gateway.
 * @throws the system's error if it cannot listen, e.g. with the code EADDRINUSE
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { listen, baseUrl, operationTimeoutMs, paging, planLimits, referenceTtlMs, demoKey, logError } = options;
  const upstream = createUpstream({ baseUrl, timeoutMs: operationTimeoutMs });
  const references = createReferences({ ttlMs: referenceTtlMs });

  const yoga = createYoga<object, Context>({
    schema,
    // `useRequiredCredentials` has let no operation without them come this far.
    context: ({ request }) =>
      createContext({ upstream, references, paging }, credentialsOf(request.headers) as Credentials, {
        signal: operationSignal(request.signal, operationTimeoutMs),
        reports: reportModeOf(request.headers) === 'full',
      }),
    graphiql: graphiqlOptions(demoKey),
    // 9 MB with all its scripts inside, so that it needs no other host: loaded when somebody opens it.
    renderGraphiQL: async (page) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(page),
    maskedErrors: { maskError: createMaskError(logError) },
    plugins: [useRequiredCredentials(), useExplainedErrors(), usePlan(planLimits)],
    landingPage: false,
    cors: false,
    batching: false,
    multipart: false,
    logging: false,
  });

  const readiness = createReadiness(() => upstream.reachable());
  const server = createServer(createShell({ graphql: (request, response) => void yoga(request, response), readiness }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => resolve());
  });

  let closing = false;
  // A connection whose last answer goes out while the server closes would otherwise stay open until it idles out.
  server.on('request', (_request, response) => {
    response.once('close', () => closing && server.closeIdleConnections());
  });

  const close = async (): Promise<void> => {
    closing = true;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await upstream.close();
  };
  return { url: urlOf(server.address() as AddressInfo), close, [Symbol.asyncDispose]: close };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
