import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';

/** An upstream that does what a test says, for what the sandbox does not do of itself. */
export interface ScriptedUpstream extends AsyncDisposable {
  readonly url: string;
  /** The requests so far. */
  readonly requests: readonly IncomingMessage[];
  /** Resolves when one more request than so far has come. */
  nextRequest(): Promise<IncomingMessage>;
}

/**
 * Starts an upstream that answers by `listener`.
 * @param probes whether `listener` sees what a gateway asks for itself, without a key: at its start, and for `/readyz`
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

/** Answers every request with one status and body. */
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

/** Takes requests and never answers. */
export const hang: RequestListener = () => undefined;
