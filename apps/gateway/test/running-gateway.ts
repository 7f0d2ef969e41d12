import { createSandbox, keys, type RecordedRequest, type Sandbox, type SandboxOptions } from '@contacts/sandbox';
import { loadConfig } from '../src/config/config.ts';
import { createGateway, type GatewayOptions } from '../src/gateway.ts';

/** A gateway on a free port, with all that it has logged. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  /** Address of the probes, with PROBE_PORT. */
  readonly probeUrl: string | null;
  readonly logged: readonly { readonly errorId: string; readonly error: unknown }[];
  /** Records of the operations so far. */
  readonly operations: readonly object[];
  /** Sends one operation over HTTP; by default with the key that reads everything. */
  ask<Data = Record<string, unknown>>(query: string, options?: AskOptions): Promise<Answer<Data>>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
  /** The body as text. */
  readonly text: string;
}

type Path = readonly (string | number)[];

export interface AnswerError {
  readonly message: string;
  readonly path?: Path;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Returns every path of an error: its own, and those of the errors that were merged into it. */
export function placesOf({ path, extensions }: AnswerError): readonly Path[] {
  const { paths = [] } = (extensions['repeated'] ?? {}) as { readonly paths?: readonly Path[] };
  return path ? [path, ...paths] : paths;
}

/** The gateway and its sandbox; disposing of it closes both. */
export interface GatewayWithSandbox extends RunningGateway {
  readonly sandbox: Sandbox;
  /** The upstream requests so far, such as `GET /v1/contacts?limit=10&…`, decoded; POST with their bodies. */
  calls(): readonly string[];
}

/** Starts a gateway in front of the upstream at `baseUrl`. */
export async function startGateway(baseUrl: string, overrides: Partial<GatewayOptions> = {}): Promise<RunningGateway> {
  const logged: { errorId: string; error: unknown }[] = [];
  const operations: object[] = [];
  // Without rate limits and retries, so that the upstream sees exactly what a test sends.
  const defaults = loadConfig({
    PORT: '0',
    PORTAL_CONCURRENCY: 'off',
    PORTAL_RATE: 'off',
    KEY_RATE: 'off',
    KEY_SEARCH_RATE: 'off',
    RETRIES: '0',
    BREAKER_THRESHOLD: 'off',
    // Without load shedding: tests run beside many others on a busy machine.
    SHED_LAG: '0',
  });
  const gateway = await createGateway({
    ...defaults,
    baseUrl,
    paging: { ...defaults.paging, cursorSecrets: ['a secret for tests, 32 characters'] },
    logError: (errorId, error) => logged.push({ errorId, error }),
    logOperation: (summary) => operations.push(summary),
    ...overrides,
  });
  return {
    url: gateway.url,
    probeUrl: gateway.probeUrl,
    logged,
    operations,
    ask: (query, options) => ask(gateway.url, query, options),
    close: () => gateway.close(),
    [Symbol.asyncDispose]: () => gateway.close(),
  };
}

/** Starts a sandbox without rate limits, and a gateway in front of it. */
export async function startGatewayWithSandbox(
  overrides: Partial<GatewayOptions> = {},
  sandboxOptions: SandboxOptions = {},
): Promise<GatewayWithSandbox> {
  const sandbox = await createSandbox({ limits: 'off', ...sandboxOptions });
  const gateway = await startGateway(sandbox.url, overrides);
  return {
    ...gateway,
    sandbox,
    calls: () => sandbox.requests.map(readable),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await sandbox.close();
    },
  };
}

async function ask<Data>(url: string, query: string, options: AskOptions = {}): Promise<Answer<Data>> {
  const { variables, headers = { 'x-api-key': keys.all }, signal } = options;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as { data: Data; errors?: readonly AnswerError[] };
  return { status: response.status, data, errors, text };
}

function readable({ method, path, query, params }: RecordedRequest): string {
  return method === 'GET'
    ? `GET ${path}${query === '' ? '' : `?${decodeURIComponent(query)}`}`
    : `${method} ${path} ${JSON.stringify(params)}`;
}
