import { createClient } from '@redis/client';

/** A client of one Redis. */
export type Redis = ReturnType<typeof createUnwatched>;

export interface RedisOptions {
  /** `redis://` or `rediss://` URL, which may hold credentials. */
  readonly url: string;
  readonly connectTimeoutMs: number;
  /** Returns whether a lost connection is tried again; false before the first one. */
  readonly reconnects: () => boolean;
}

/** Maximum time between two attempts to connect, in milliseconds. */
const MAX_RECONNECT_MS = 500;
/** Maximum number of commands without a reply; more are rejected at once. */
const MAX_QUEUED = 10_000;

/**
 * Creates a client that never queues commands while it is disconnected, and reconnects by itself.
 * @param onError called with each failure of a connection; an error without a listener would end the process
 */
export function createRedis(options: RedisOptions, onError: (error: unknown) => void): Redis {
  const client = createUnwatched(options);
  client.on('error', onError);
  return client;
}

function createUnwatched({ url, connectTimeoutMs, reconnects }: RedisOptions) {
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUEUED,
    maintNotifications: 'disabled',
    disableClientInfo: true,
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries, cause) =>
        reconnects() ? Math.min(MAX_RECONNECT_MS, 20 * 2 ** retries) * (0.5 + Math.random() / 2) : cause,
    },
  });
}
