import { fileURLToPath } from 'node:url';
import { gatewayOperation, readGatewayAnswer } from './graphql-documents.ts';
import type { Stack } from './stack.ts';

/** Where the peers are installed: a workspace of its own, with its own lock file. */
export const peersFolder = fileURLToPath(new URL('../../peers/', import.meta.url));

/** Returns a peer that runs `peers/<name>/server.mjs` and has the part of the gateway's schema that is asked for. */
export function nodePeer(name: string, title: string, packages: readonly string[]): Stack {
  return {
    name,
    title,
    packages,
    start: ({ port, upstreamUrl }) => ({
      command: 'node',
      args: [`${peersFolder}${name}/server.mjs`],
      env: { NODE_ENV: 'production', PORT: String(port), UPSTREAM: upstreamUrl },
    }),
    request: gatewayOperation,
    read: readGatewayAnswer,
  };
}
