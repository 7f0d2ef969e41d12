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
      // A connection that cannot be accepted must not end the process; descriptors.ts logs the reason.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

/** Returns the address of a listening server, without a slash at the end. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
