import { fileURLToPath } from 'node:url';
import { gatewayOperation, readGatewayAnswer } from './graphql-documents.ts';
import type { Stack } from './stack.ts';

/** Limits, pacing and the log of operations are off: the peers have none. */
const unlimited = {
  PORTAL_CONCURRENCY: 'off',
  PORTAL_RATE: 'off',
  KEY_RATE: 'off',
  KEY_SEARCH_RATE: 'off',
  QUEUE_LIMIT: 'off',
  QUEUE_TIMEOUT: 'off',
  SHED_LAG: '0',
  MAX_VALUES_IN_FLIGHT: '0',
  MAX_BYTES_IN_FLIGHT: '0',
  LOG_LEVEL: 'warn',
};

/** This project, as its image runs it. */
export const gateway: Stack = {
  name: 'gateway',
  title: 'this gateway',
  packages: [],
  start: ({ port, upstreamUrl }) => ({
    command: 'node',
    args: [
      '--conditions=@contacts/source',
      fileURLToPath(new URL('../../../../apps/gateway/src/main.ts', import.meta.url)),
    ],
    env: {
      NODE_ENV: 'production',
      PORT: String(port),
      VIBECODE_URL: upstreamUrl,
      CURSOR_SECRET: 'a secret for a benchmark of all stacks',
      SHUTDOWN_GRACE: '0',
      ...unlimited,
    },
  }),
  request: gatewayOperation,
  read: readGatewayAnswer,
};
