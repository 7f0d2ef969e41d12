import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import { listenOnFreePort } from '@contacts/local-server';

/** An https upstream at `localhost`. */
export interface SecureUpstream extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

export async function startSecureUpstream(
  certificate: { readonly key: string; readonly cert: string },
  listener: RequestListener,
): Promise<SecureUpstream> {
  const server = createServer(certificate, listener);
  server.on('tlsClientError', () => undefined);
  const local = await listenOnFreePort(server);
  const { port } = local;
  return {
    url: `https://localhost:${port}`,
    port,
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}
