import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';

/** An upstream of https, at `localhost`. */
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
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
