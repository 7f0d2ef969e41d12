import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';

/** An upstream with responses from a test, for behaviour that the sandbox does not have. */
export interface ScriptedUpstream extends AsyncDisposable {
  readonly url: string;
  /** The requests so far. */
  readonly requests: readonly IncomingMessage[];
  /** Resolves when another request arrives. */
  nextRequest(): Promise<IncomingMessage>;
}

/**
 * Starts an upstream with a listener.
 * @param probes `seen` passes the gateway's own requests without a key to `listener`: at its start, and for `/readyz`
 */
export async function startScriptedUpstream(
  listener: RequestListener,
  probes: 'answered' | 'seen' = 'answered',
): Promise<ScriptedUpstream> {
  const requests: IncomingMessage[] = [];
  let waiting: ((request: IncomingMessage) => void)[] = [];
  const server = createServer((request, response) => {
    const isProbe = request.url === '/v1/me' && request.headers['x-api-key'] === undefined;
    if (probes === 'answered' && isProbe) return noKey(request, response);
    requests.push(request);
    for (const resolve of waiting) resolve(request);
    waiting = [];
    listener(request, response);
  });
  const local = await listenOnFreePort(server);
  return {
    url: local.url,
    requests,
    nextRequest: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

/** Returns a listener that sends the same status and body to every request. */
export function always(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

const noKey = always(401, {
  success: false,
  error: { code: 'MISSING_API_KEY', message: 'X-Api-Key header is required' },
});

/** Accepts requests and never responds. */
export const hang: RequestListener = () => undefined;
