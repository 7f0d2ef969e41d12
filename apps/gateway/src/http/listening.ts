import type { Server } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';

/**
 * Resolves when the server listens.
 * @throws the system's error if it cannot, e.g. with the code EADDRINUSE
 */
export async function startListening(server: Server, options: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.removeListener('error', reject);
      // A connection that cannot be taken is no reason to end; descriptors.ts tells why it cannot.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

/** Returns the address of a server that listens, without a slash at the end. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
